import { exitCodes } from "./exit-codes.ts";

/** Aborts on Ctrl-C and lets the program end by itself, with what is to be told or stopped before. A second Ctrl-C ends it at once. */
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
