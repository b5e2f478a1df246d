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

/** Begins to show the progress over some logs; measured by their sizes. */
export function showProgress(sources: readonly LogSource[]): Progress {
  const begun = performance.now();
  const seconds = () => (performance.now() - begun) / 1_000;
  const before = [0];
  for (const { size } of sources) before.push((before.at(-1) ?? 0) + size);
  const total = before.at(-1) ?? 0;
  const rate = (seen: number) => Math.round(seen / Math.max(seconds(), 0.001)).toLocaleString("en");

  if (!process.stderr.isTTY) {
    let next = lineEveryMs / 1_000;
    return {
      seconds,
      stop: () => {},
      update: ({ seen, index }) => {
        if (seconds() < next) return;
        next = seconds() + lineEveryMs / 1_000;
        process.stderr.write(
          `${seen.toLocaleString("en")} events, log ${index + 1} of ${sources.length}, ${rate(seen)} events/s\n`,
        );
      },
    };
  }
  const bar = new SingleBar(
    { format: "{bar} {percentage}% | {events} events, {rate}/s", clearOnComplete: true },
    Presets.shades_classic,
  );
  bar.start(total, 0, { events: "0", rate: "0" });
  return {
    seconds,
    stop: () => bar.stop(),
    update: ({ seen, index }) =>
      bar.update(before[index] ?? 0, { events: seen.toLocaleString("en"), rate: rate(seen) }),
  };
}
