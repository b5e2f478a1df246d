/** An event that falls into a series. */
export interface CountedEvent {
  eventId: string;
  /** When it happened, in seconds since 1970: CloudTrail tells no more. */
  second: number;
}

/** Distinct events by the second in which they happened. */
export type Counts = ReadonlyMap<number, number>;

/**
 * Where sliding windows keep what they counted. It keeps sets of event ids: an event that is delivered again, or a
 * batch that is retried, changes nothing, whoever else writes at the same time.
 */
export interface WindowStore {
  /**
   * Adds events to a series: the detection and the entity that they are counted for.
   *
   * @param enough once a store holds so many events close together, it may leave further ones out
   * @param keepSeconds for how long they are needed
   */
  add(series: string, events: readonly CountedEvent[], enough: number, keepSeconds: number): Promise<void>;
  /** Counts of a series between two seconds, both included. */
  counts(series: string, from: number, to: number): Promise<Counts>;
}
