import { exitCodes } from "../exit-codes.ts";

/** What the template calls a stage's workgroup, database and table. */
export function athenaNames(stage: string) {
  return {
    workGroup: `rekey-${stage}`,
    table: { database: `rekey_${stage.replaceAll("-", "_").toLowerCase()}`, table: "cloudtrail" },
  };
}

/** Aborts on Ctrl-C and lets the program end by itself: what runs elsewhere and costs is stopped before. A second Ctrl-C ends it at once. */
export function interruptible(): AbortSignal {
  const controller = new AbortController();
  const others = process.rawListeners("SIGINT");
  process.removeAllListeners("SIGINT");
  process.once("SIGINT", () => {
    for (const listener of others) process.on("SIGINT", () => listener.call(process, "SIGINT"));
    process.once("exit", () => {
      process.exitCode = exitCodes.interrupted;
    });
    controller.abort();
  });
  return controller.signal;
}
