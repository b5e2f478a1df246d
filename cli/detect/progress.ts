import { Presets, SingleBar } from "cli-progress";
import type { LogProgress } from "../../shared/detection/index.ts";
import type { LogSource } from "../../shared/trail/index.ts";

/** How often plain lines are written, where standard error is no terminal. */
const lineEveryMs = 5_000;

/** Shows how far a search of logs has come, on standard error: a bar on a terminal, else a line now and then. */
export interface Progress {
  update(progress: LogProgress): void;
  stop(): void;
  /** Since it began. */
  seconds(): number;
}

/** Begins to show the progress over some logs; measured by their bytes as they are stored. */
export function showProgress(sources: readonly LogSource[]): Progress {
  const begun = performance.now();
  const seconds = () => (performance.now() - begun) / 1_000;
  const rate = (seen: number) => Math.round(seen / Math.max(seconds(), 0.001)).toLocaleString("en");
  const total = sources.reduce((sum, { size }) => sum + size, 0);

  if (!process.stderr.isTTY) {
    let next = lineEveryMs / 1_000;
    return {
      seconds,
      stop: () => {},
      update: ({ seen, read, index }) => {
        if (seconds() < next) return;
        next = seconds() + lineEveryMs / 1_000;
        const part = partOf(read, total);
        process.stderr.write(
          `${part === undefined ? "" : `${part}%, `}${seen.toLocaleString("en")} events, log ${index + 1} of ${sources.length}, ${rate(seen)} events/s\n`,
        );
      },
    };
  }
  // Of a pipe nobody knows how much there is.
  const isKnown = Number.isFinite(total);
  const format = `${isKnown ? "{bar} {percentage}% | " : ""}{events} events, {rate}/s`;
  const bar = new SingleBar({ format, clearOnComplete: true }, Presets.shades_classic);
  bar.start(isKnown ? total : 1, 0, { events: "0", rate: "0" });
  return {
    seconds,
    stop: () => bar.stop(),
    update: ({ seen, read }) =>
      bar.update(isKnown ? Math.min(read, total) : 0, {
        events: seen.toLocaleString("en"),
        rate: rate(seen),
      }),
  };
}

/** Whole percent; undefined where the whole is not known, or is nothing. */
function partOf(read: number, total: number): number | undefined {
  return Number.isFinite(total) && total > 0 ? Math.min(100, Math.floor((100 * read) / total)) : undefined;
}
