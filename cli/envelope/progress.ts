import { stat } from "node:fs/promises";
import path from "node:path";
import { Presets, SingleBar } from "cli-progress";
import { type Job, standard } from "./jobs.ts";

/** Where a bar may be. */
type Terminal = NodeJS.WritableStream & { isTTY?: boolean };

/** Shows how far the work is. */
export interface Progress {
  /** A job has begun; what comes back is told how many bytes of its input were read. */
  begin(job: Job): (bytes: number) => void;
  stop(): void;
}

/**
 * A bar over the bytes of all inputs on a terminal; elsewhere nothing, since each result has a line of its own, nor for standard
 * input, of which nobody knows how long it is.
 */
export async function showProgress(jobs: readonly Job[], terminal: Terminal): Promise<Progress> {
  if (!terminal.isTTY || jobs.some(({ from }) => from === standard)) {
    return { begin: () => () => {}, stop: () => {} };
  }
  const sizes = await Promise.all(jobs.map(async ({ from }) => (await stat(from)).size));
  const bar = new SingleBar(
    { format: "{bar} {percentage}% {file}", stream: terminal, clearOnComplete: true, hideCursor: true },
    Presets.shades_classic,
  );
  bar.start(
    sizes.reduce((sum, size) => sum + size, 0),
    0,
    { file: "" },
  );
  let before = 0;
  let current = 0;
  return {
    begin({ from }) {
      before += current;
      current = 0;
      bar.update(before, { file: path.basename(from) });
      return (bytes) => {
        current = bytes;
        bar.update(before + bytes);
      };
    },
    stop: () => bar.stop(),
  };
}
