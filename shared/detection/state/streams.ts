import { daySeconds, hourSeconds, latenessSeconds } from "../time.ts";

/** Events that are kept and read together. */
export interface Stream {
  name: "short" | "long" | "rate";
  /** How long the time of one bucket is. */
  bucketSeconds: number;
  /** For how long beyond the bucket's end it is needed, late events included. */
  keepSeconds: number;
  /** Whether an event is one for all its series, or may be kept for one and left out for another. */
  unit: "event" | "series";
}

/** Windows longer than this are for what is rare, and live in buckets of a day. */
const longestShortWindow = 900;

export const shortStream: Stream = {
  name: "short",
  bucketSeconds: 300,
  keepSeconds: longestShortWindow + latenessSeconds,
  unit: "series",
};
export const longStream: Stream = {
  name: "long",
  bucketSeconds: daySeconds,
  keepSeconds: daySeconds + latenessSeconds,
  unit: "series",
};
/** All events of the rates, by the hour. */
export const rateStream: Stream = {
  name: "rate",
  bucketSeconds: hourSeconds,
  keepSeconds: 2 * latenessSeconds,
  unit: "event",
};

/** The stream that holds the events of a window. */
export function streamOf(windowSeconds: number): Stream {
  return windowSeconds <= longestShortWindow ? shortStream : longStream;
}

/** The bucket that a second lies in. */
export function bucketOf({ bucketSeconds }: Stream, second: number): number {
  return Math.floor(second / bucketSeconds);
}

/** The buckets between two seconds, both included. */
export function* bucketsBetween(stream: Stream, from: number, to: number): Generator<number> {
  for (let bucket = bucketOf(stream, from); bucket <= bucketOf(stream, to); bucket += 1) yield bucket;
}
