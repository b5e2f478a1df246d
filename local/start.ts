import { setTimeout as pause } from "node:timers/promises";
import { Command } from "commander";
import { Listr, ListrLogger, ProcessOutput } from "listr2";
import { closingTables } from "./demo/closing-table.ts";
import type { DemoResult } from "./demo/result.ts";
import { type Demo, demoTasks } from "./demo/run.ts";
import { tryNext } from "./demo/try-next.ts";

/** Milliseconds that a task gets to end after Ctrl-C. */
const patienceMs = 15_000;

const command = new Command("npm start --")
  .description("Deploys Rekey on this machine, rotates a real PostgreSQL password twice and raises an alert.")
  .option("--keep", "leave everything up afterwards, until Ctrl-C")
  .option("--json", "print one JSON document on standard output and nothing else there")
  .allowExcessArguments(false)
  .parse();
const options = command.opts<{ keep?: boolean; json?: boolean }>();

const interrupted = new AbortController();
const started = new AsyncDisposableStack();
for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(name, () => {
    if (interrupted.signal.aborted) process.exit(130);
    process.stderr.write("\nStopping everything (again to stop at once)…\n");
    interrupted.abort(new Error("Interrupted."));
  });
}

const began = performance.now();
const demo: Demo = {
  started,
  signal: interrupted.signal,
  labels: [],
  rotations: [],
  seconds: { setup: 0, deploy: 0 },
};
// Progress goes to standard error when standard output is for programs.
const output = options.json ? new ProcessOutput(process.stderr, process.stderr) : new ProcessOutput();
const logger = new ListrLogger({ processOutput: output });
const tasks = new Listr<Demo, "default", "simple">(demoTasks(), {
  ctx: demo,
  registerSignalListeners: false,
  renderer: "default",
  rendererOptions: { logger },
  fallbackRenderer: "simple",
  fallbackRendererOptions: { logger },
  fallbackRendererCondition: () => options.json === true || !process.stdout.isTTY,
});

let exitCode = 0;
const running = tasks.run();
try {
  await Promise.race([running, rejectedOn(interrupted.signal)]);
  const total = Math.round((performance.now() - began) / 100) / 10;
  if (options.json) process.stdout.write(`${JSON.stringify(result(demo, total), null, 2)}\n`);
  else process.stdout.write(`\n${closingTables(demo, total)}\n`);
  if (options.keep) {
    process.stderr.write(tryNext(demo));
    await rejectedOn(interrupted.signal).catch(() => {});
  }
} catch (error) {
  exitCode = interrupted.signal.aborted ? 130 : 1;
  if (exitCode === 1) process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n`);
} finally {
  interrupted.abort();
  // What is being started at this moment must be known before it can be stopped.
  await Promise.race([running.catch(() => {}), pause(patienceMs)]);
  await started.disposeAsync().catch((error: unknown) => process.stderr.write(`While stopping: ${error}\n`));
}
process.exit(exitCode);

function result({ rotations, applicationResult, alert, seconds }: Demo, total: number): DemoResult {
  if (!applicationResult || !alert) throw new Error("The demonstration did not come to its end.");
  const { ruleId, eventName, principal, resource, secondsAfterCall } = alert;
  return {
    rotations,
    application: applicationResult,
    alert: { ruleId, eventName, principal, resource, secondsAfterCall },
    seconds: { ...seconds, total },
  };
}

function rejectedOn(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) =>
    signal.addEventListener("abort", () => reject(signal.reason), { once: true }),
  );
}
