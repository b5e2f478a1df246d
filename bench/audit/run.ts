import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import * as z from "zod";

const execute = promisify(execFile);

const atExit = fileURLToPath(new URL("./at-exit.mjs", import.meta.url));

const done = z.object({ seconds: z.number(), uses: z.number().optional() });
const whole = z.object({ processSeconds: z.number(), peakMb: z.number().nullish() });

/** What a process took. */
export interface Run extends Partial<z.infer<typeof done>> {
  /** Processor time of the whole process, its start included. */
  processSeconds: number;
  /** The most memory that it had. */
  peakMb?: number | null | undefined;
}

/**
 * Runs a program of Node's on one processor: what others do on the machine is not in its time.
 *
 * @param tells whether it prints what `measure` does
 */
export async function run(args: readonly string[], tells: boolean): Promise<Run> {
  const command = [process.execPath, "--expose-gc", "--import", atExit, ...args];
  const [file = "", ...rest] = process.platform === "linux" ? ["taskset", "-c", "0", ...command] : command;
  const { stdout, stderr } = await execute(file, rest, { maxBuffer: 64 * 1_024 * 1_024 });
  return {
    ...(tells && done.parse(JSON.parse(stdout))),
    ...whole.parse(JSON.parse(stderr.trim().split("\n").at(-1) ?? "")),
  };
}

/** The quicker of two runs, being the less disturbed, with the memory of the larger. */
export function better(one: Run | undefined, other: Run): Run {
  if (!one) return other;
  const quicker = timeOf(one) < timeOf(other) ? one : other;
  return { ...quicker, peakMb: Math.max(one.peakMb ?? 0, other.peakMb ?? 0) || undefined };
}

/** The time of what a process did; of all of it where it does not tell them apart. */
export function timeOf({ seconds, processSeconds }: Run): number {
  return seconds ?? processSeconds;
}
