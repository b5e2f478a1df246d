import type { SeriesEvents } from "./series-events.ts";
import type { Stream } from "./streams.ts";

/** An event that is kept. */
export interface LedgerEvent {
  eventId: string;
  /** When it happened, in seconds since 1970. */
  second: number;
}

/** What a detection counts for one entity. */
export interface Series {
  /** The detection's id and the entity. */
  readonly name: string;
  /** Its events in a bucket as it was when it was refreshed; undefined if none are known. */
  bucket(bucket: number): SeriesEvents | undefined;
}

/** Events that count for a series. */
export interface Observations {
  series: Series;
  events: readonly LedgerEvent[];
  /**
   * What is counted distinctly, or which steps it takes, for each of the events in turn; absent where only events are
   * counted.
   */
  marks?: readonly string[] | undefined;
  /** Whether it was seen to that none of them is in the series yet. */
  areNew?: boolean;
  /** Who did what by the bucket, as JSON: for a finding that is made without the records. */
  contexts?: ReadonlyMap<number, string> | undefined;
}

/**
 * Where windows keep their events, by buckets of `eventTime`. An event is kept once, however often, in whatever
 * batches and by however many writers at once it is added; whoever refreshes after adding sees all that was added before.
 */
export interface Ledger {
  /** The series of a name, with or without events. */
  series(stream: Stream, name: string): Series;
  add(stream: Stream, observations: readonly Observations[]): Promise<void>;
  /** Brings in what others added to the buckets. */
  refresh(stream: Stream, buckets: ReadonlySet<number>): Promise<void>;
  /** All series with events in a bucket, as it was when it was refreshed. */
  inBucket(stream: Stream, bucket: number): Iterable<readonly [name: string, events: SeriesEvents]>;
  /** Whether a context of the series is in the bucket, as far as this process knows. */
  tellsOf(stream: Stream, bucket: number, series: Series): boolean;
}
