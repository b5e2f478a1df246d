import { fork } from "node:child_process";
import { once } from "node:events";
import { bundle } from "../bundle.ts";
import { round } from "../statistics.ts";
import { peakMb } from "./peak-memory.ts";
import { createSecrets, type World } from "./world.ts";

/** What the fleet's process is to do. */
export interface FleetOrder {
  endpoint: string;
  secretIds: string[];
  /** How many secrets are rotated at once. */
  concurrency: number;
}

/** What the fleet's process tells: how many rotations have ended, and at the end the rest. */
export interface FleetReport {
  ended: number;
  seconds?: number;
  calls?: Record<string, number>;
  failures?: string[];
}

/** How many secrets were rotated how fast. */
export interface FleetFigures {
  secrets: number;
  concurrency: number;
  failed: number;
  seconds: number;
  secretsPerSecond: number;
  /** Of Secrets Manager, all seven steps of the state machine together. */
  callsPerSecret: number;
  calls: Record<string, number>;
  /** Of the process that rotates; undefined where the system does not tell. */
  peakMb: number | undefined;
}

/** Rotates many secrets in one process, each by the steps of the state machine rotate-secret. */
export async function measureFleet(
  world: World,
  { secrets, concurrency }: { secrets: number; concurrency: number },
  onProgress: (message: string) => void,
): Promise<FleetFigures> {
  const secretIds = await createSecrets(world, secrets, (soFar) => {
    if (soFar % 100 === 0) onProgress(`created ${soFar} of ${secrets} users with secrets`);
  });
  await using files = new AsyncDisposableStack();
  const program = await bundle(new URL("./fleet-process.ts", import.meta.url), files);
  const child = fork(program, { stdio: "inherit" });
  const exited = once(child, "exit");
  let last: FleetReport = { ended: 0 };
  let peak: number | undefined;
  child.on("message", async (report: FleetReport) => {
    last = report;
    onProgress(`rotated ${report.ended} of ${secrets} secrets`);
    peak = (await peakMb(child.pid)) ?? peak;
  });
  const order: FleetOrder = { endpoint: world.localStack.endpoint, secretIds, concurrency };
  child.send(order);
  const [code] = await exited;
  const { seconds, calls, failures } = last;
  if (seconds === undefined || !calls || !failures)
    throw new Error(`The fleet's process ended with ${code}.`);
  for (const failure of new Set(failures)) onProgress(`failed: ${failure}`);
  const all = Object.values(calls).reduce((sum, count) => sum + count, 0);
  return {
    secrets,
    concurrency,
    failed: failures.length,
    seconds: round(seconds),
    secretsPerSecond: round((secrets - failures.length) / seconds),
    callsPerSecret: round(all / secrets),
    calls,
    peakMb: peak === undefined ? undefined : Math.round(peak),
  };
}
