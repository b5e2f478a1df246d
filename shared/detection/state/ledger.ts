import type { Bucket } from "./bucket.ts";
import type { Stream } from "./streams.ts";

/** An event that counts for a series. */
export interface Observation {
  /** The detection and the entity that it is counted for. */
  series: string;
  eventId: string;
  /** When it happened, in seconds since 1970. */
  second: number;
  /** What is counted distinctly, or which steps it takes; empty where only events are counted. */
  mark: string;
  /** Who did what, as JSON: for a finding that is made without the record. */
  context?: string | undefined;
}

/**
 * Where windows keep their events, by buckets of `eventTime`. An event is kept once, however often, in whatever
 * batches and by however many writers at once it is added; whoever refreshes after adding sees all that was added before.
 */
export interface Ledger {
  add(stream: Stream, observations: readonly Observation[]): Promise<void>;
  /** Brings in what others added to the buckets. */
  refresh(stream: Stream, buckets: ReadonlySet<number>): Promise<void>;
  /** A bucket as it was when it was refreshed; undefined if nothing is known to be in it. */
  bucket(stream: Stream, bucket: number): Bucket | undefined;
  /** Whether a context of the series is in the bucket, as far as this process knows. */
  tellsOf(stream: Stream, bucket: number, series: string): boolean;
}
