import { type Clock, hasPassed, type Moment, momentOf } from "./clock.ts";
import type { CacheSettings } from "./settings.ts";

/** What is kept of one key. */
export interface Entry<V> {
  value?: CachedValue<V> | undefined;
  failure?: Failure | undefined;
  /** The call under way, which everybody who needs its value waits for. */
  loading?: Promise<V> | undefined;
  /** When that call began, by the monotonic clock. */
  loadingSinceMs?: number | undefined;
}

interface CachedValue<V> {
  content: V;
  readAt: Moment;
  renewAfterMs: number;
  expiresAfterMs: number;
}

/** No call is made again before some moment. */
interface Failure {
  error: unknown;
  /** How many calls failed one after the other. */
  count: number;
  untilMs: number;
}

/** A first pause after a call that failed, and the longest, in milliseconds. */
const firstPauseMs = 1_000;
const longestPauseMs = 60_000;

/** Keeps a value that was read just now. */
export function keep<V>(
  entry: Entry<V>,
  content: V,
  settings: CacheSettings,
  { clock, random }: { clock: Clock; random: () => number },
): void {
  const expiresAfterMs = settings.ttlSeconds * 1_000 * (1 - settings.jitter * random());
  const renewAfterMs = expiresAfterMs * (1 - settings.refreshAhead);
  entry.value = { content, readAt: momentOf(clock), renewAfterMs, expiresAfterMs };
  entry.failure = undefined;
}

/** Keeps in mind that a call failed; a final failure takes the value away. */
export function keepFailure<V>(
  entry: Entry<V>,
  { error, final }: { error: unknown; final: boolean },
  { negativeSeconds }: CacheSettings,
  clock: Clock,
): void {
  const count = (entry.failure?.count ?? 0) + 1;
  const pauseMs = final
    ? negativeSeconds * 1_000
    : Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(count - 1, 10));
  if (final) entry.value = undefined;
  entry.failure = { error, count, untilMs: clock.monotonicMs() + pauseMs };
}

/** Whether the value's time is not over. */
export function isFresh<V>({ readAt, expiresAfterMs }: CachedValue<V>, clock: Clock): boolean {
  return !hasPassed(clock, readAt, expiresAfterMs);
}

/** Whether it is not yet time to renew the value. */
export function isYoung<V>({ readAt, renewAfterMs }: CachedValue<V>, clock: Clock): boolean {
  return !hasPassed(clock, readAt, renewAfterMs);
}

/** Whether a call failed so short a time ago that none is made. */
export function isPausing(failure: Failure | undefined, clock: Clock): failure is Failure {
  return failure !== undefined && clock.monotonicMs() < failure.untilMs;
}

/**
 * Whether an expired value may still be served while no new one can be read. A wall clock that jumps forth takes
 * nothing away, so this goes by the monotonic clock alone.
 */
export function isServable<V>(
  value: CachedValue<V> | undefined,
  { staleSeconds }: CacheSettings,
  clock: Clock,
): value is CachedValue<V> {
  if (!value) return false;
  return clock.monotonicMs() - value.readAt.monotonicMs < value.expiresAfterMs + staleSeconds * 1_000;
}
