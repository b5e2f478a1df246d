import { z } from "zod";

const share = z.number().min(0).max(1);
const seconds = z.number().nonnegative();

/** How a cache keeps values; everything has a default. */
export const cacheSettingsSchema = z.strictObject({
  /** How long a value is used at most before it is read anew, in seconds. */
  ttlSeconds: seconds.positive().default(3_600),
  /** Which share of that a value's own time may be shorter, at random, so that a fleet does not ask at once. */
  jitter: share.default(0.1),
  /** In which last share of a value's time a reader starts its renewal, and does not wait for it. */
  refreshAhead: share.default(0.05),
  /** How long beyond its time a value is served while no new one can be read, in seconds. */
  staleSeconds: seconds.default(86_400),
  /** How long it is remembered that there is no such secret, or no right to read it, in seconds. */
  negativeSeconds: seconds.default(10),
  /** How many values are kept; the one that was not used for longest goes first. */
  maxItems: z.int().positive().default(1_000),
  /** How long a reader waits for the renewal of an expired value before it gets that, in seconds. */
  patienceSeconds: seconds.default(2),
  /** How long a call may take, all its retries included, in seconds. */
  timeoutSeconds: seconds.positive().default(10),
});

/** How a cache keeps values, as it may be written. */
export type CacheOptions = z.input<typeof cacheSettingsSchema>;

/** The same with everything filled in. */
export type CacheSettings = z.output<typeof cacheSettingsSchema>;
