/** The second that the tests count from; the 300 s that it begins lie between two multiples of 300 s. */
const start = Date.parse("2026-03-01T12:00:00Z") / 1_000;

/** An `eventTime`, so many seconds after the start. */
export function secondsIn(second: number): string {
  return new Date((start + second) * 1_000).toISOString().replace(".000Z", "Z");
}

/** The stretch of 300 s that a second lies in, counted from 1970. */
export function stretchOf(second: number): number {
  return Math.floor((start + second) / 300);
}
