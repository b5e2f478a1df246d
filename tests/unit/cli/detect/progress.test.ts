import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { showProgress } from "../../../../cli/detect/progress.ts";
import type { LogSource } from "../../../../shared/trail/index.ts";

const log = (size: number): LogSource => ({
  name: "log",
  size,
  read: async () => Buffer.alloc(0),
  stream: async function* () {},
});

const isTTY = process.stderr.isTTY;
beforeEach(() => {
  vi.useFakeTimers({ toFake: ["performance", "setTimeout", "clearTimeout"] });
  process.stderr.isTTY = false;
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  process.stderr.isTTY = isTTY;
});

/** What is written about a search that has read so many bytes of some logs, after some time. */
function written(sources: readonly LogSource[], read: number, afterMs: number): string {
  const write = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  const progress = showProgress(sources);
  vi.advanceTimersByTime(afterMs);
  progress.update({ seen: 60_000, wanted: 1, read, source: log(1), index: 0 });
  progress.stop();
  const text = write.mock.calls.map(([piece]) => piece).join("");
  write.mockRestore();
  return text;
}

describe("the progress of a search, where there is no terminal", () => {
  it("is a line every five seconds: how much of the bytes, how many events, how fast", () => {
    expect(written([log(1_000), log(3_000)], 1_500, 6_000)).toBe(
      "37%, 60,000 events, log 1 of 2, 10,000 events/s\n",
    );
    expect(written([log(1_000)], 500, 1_000)).toBe("");
  });

  it("leaves out how much, where a pipe does not tell its size", () => {
    expect(written([log(Number.POSITIVE_INFINITY)], 1_500, 6_000)).toBe(
      "60,000 events, log 1 of 1, 10,000 events/s\n",
    );
  });
});
