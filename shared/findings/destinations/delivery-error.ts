/** A finding was not taken by its destination; to be tried again, and after some attempts to be put aside. */
export class DeliveryError extends Error {
  override name = "DeliveryError";
  /** When the destination wants to be asked again, in seconds; undefined if it does not say. */
  readonly retryAfterSeconds: number | undefined;

  constructor(message: string, retryAfterSeconds?: number) {
    super(message);
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** Longest wait that SQS can keep a message for, in seconds. */
const longestWait = 43_200;

/** A wait is this long at the most where the destination does not say. */
const longestBackoff = 900;

/**
 * How long to wait before a delivery is tried again, in seconds: as long as the destination says, else twice as long
 * each time, with some chance so that many do not come back at once.
 *
 * @param attempts made so far, at least one
 * @param firstSeconds the first wait
 * @param random between 0 and 1
 */
export function waitBefore(error: unknown, attempts: number, firstSeconds: number, random: number): number {
  if (error instanceof DeliveryError && error.retryAfterSeconds !== undefined)
    return Math.min(longestWait, Math.max(1, Math.ceil(error.retryAfterSeconds)));
  const wait = Math.min(longestBackoff, firstSeconds * 2 ** (attempts - 1));
  return Math.max(1, Math.round(wait * (0.75 + random / 2)));
}
