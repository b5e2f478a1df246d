import type { Clock } from "../../../shared/secrets/index.ts";

/** A clock that stands still until it is set forth. */
export interface TestClock extends Clock {
  /** Lets time pass, and everything that waits for it go on. */
  pass(seconds: number): Promise<void>;
  /** Sets the wall clock forth, or back, as a time server may; no time passes. */
  jumpWall(seconds: number): void;
  /** Lets time pass on the wall clock alone, as while a machine sleeps. */
  freeze(seconds: number): void;
}

/** Makes a clock at its beginning. */
export function aClock(): TestClock {
  let monotonicMs = 0;
  let wallMs = Date.UTC(2026, 0, 1);
  let sleepers: { atMs: number; wake: () => void }[] = [];
  return {
    monotonicMs: () => monotonicMs,
    wallMs: () => wallMs,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        const sleeper = { atMs: monotonicMs + ms, wake: resolve };
        sleepers.push(sleeper);
        signal.addEventListener("abort", () => {
          sleepers = sleepers.filter((other) => other !== sleeper);
          reject(signal.reason);
        });
      }),
    pass: async (seconds) => {
      const endMs = monotonicMs + seconds * 1_000;
      await settled();
      for (;;) {
        const [first] = sleepers.toSorted((one, other) => one.atMs - other.atMs);
        const nextMs = Math.min(endMs, Math.max(first?.atMs ?? endMs, monotonicMs));
        wallMs += nextMs - monotonicMs;
        monotonicMs = nextMs;
        if (!first || first.atMs > endMs) break;
        sleepers = sleepers.filter((other) => other !== first);
        first.wake();
        await settled();
      }
      await settled();
    },
    jumpWall: (seconds) => {
      wallMs += seconds * 1_000;
    },
    freeze: (seconds) => {
      wallMs += seconds * 1_000;
    },
  };
}

/** Lets every promise go on that can. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
