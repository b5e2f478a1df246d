/**
 * How much later than others an event may come and still count in full, in seconds: CloudTrail delivers within 15
 * minutes as a rule, and the queue may hold records back.
 */
export const latenessSeconds = 3_600;

export const hourSeconds = 3_600;
export const daySeconds = 86_400;

/** Seconds since 1970 of an `eventTime`: CloudTrail tells no more. */
export function secondOf(eventTime: string): number {
  return Math.floor(Date.parse(eventTime) / 1_000);
}

/** The hour of an `eventTime`, such as `2026-03-01T10`; as text they sort by time. */
export function hourIn(eventTime: string): string {
  return eventTime.slice(0, "2026-03-01T10".length);
}

/** The first of so many seconds that a second lies in. */
export function beginningOf(second: number, seconds: number): number {
  return second - (second % seconds);
}

/** A second since 1970 in the form of `eventTime`. */
export function timeOf(second: number): string {
  return `${new Date(second * 1_000).toISOString().slice(0, 19)}Z`;
}
