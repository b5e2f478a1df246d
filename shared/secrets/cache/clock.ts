import { setTimeout as pause } from "node:timers/promises";

/** Where the cache takes time from. */
export interface Clock {
  /** Milliseconds that no one can set back or forth. */
  monotonicMs(): number;
  /** Milliseconds since 1970; may jump. */
  wallMs(): number;
  /** Waits; rejects when the signal is aborted. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

/** The process's own clocks. */
export const systemClock: Clock = {
  monotonicMs: () => performance.now(),
  wallMs: () => Date.now(),
  sleep: (ms, signal) => pause(ms, undefined, { signal }),
};

/** A moment, as both clocks have it. */
export interface Moment {
  monotonicMs: number;
  wallMs: number;
}

/** The moment that it is. */
export function momentOf(clock: Clock): Moment {
  return { monotonicMs: clock.monotonicMs(), wallMs: clock.wallMs() };
}

/**
 * Whether so much time has passed, by either clock. The monotonic clock may stand still while a machine sleeps or a
 * Lambda function is frozen; the wall clock may be set back. A wall clock that jumps forth costs one early refresh.
 */
export function hasPassed(clock: Clock, since: Moment, ms: number): boolean {
  return clock.monotonicMs() - since.monotonicMs >= ms || clock.wallMs() - since.wallMs >= ms;
}

/** The time was over before the work was done. */
export class TimeOverError extends Error {
  override name = "TimeOverError";
}

/**
 * Does some work with a limit of time; its signal is aborted when the time is over.
 *
 * @throws TimeOverError when the time is over
 */
export async function within<T>(
  clock: Clock,
  ms: number,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const over = new AbortController();
  const done = new AbortController();
  const timeOut = clock.sleep(ms, done.signal).then(() => {
    over.abort();
    throw new TimeOverError(`There was no answer within ${ms} ms.`);
  });
  try {
    return await Promise.race([work(over.signal), timeOut]);
  } finally {
    done.abort();
  }
}
