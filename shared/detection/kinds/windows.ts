import type { SequenceDetection, ThresholdDetection } from "../detection.ts";
import type { Series } from "../state/ledger.ts";
import { marksOf, mostOf, secondsOf } from "../state/series-events.ts";
import { bucketOf, streamOf } from "../state/streams.ts";
import { beginningOf, timeOf } from "../time.ts";
import { type Candidate, candidate, contextOfAll } from "../to-signal.ts";
import { type Group, idsOf, latestOf } from "./batch.ts";

/** The events of a series in one second, by their marks. */
export interface Second {
  second: number;
  marks: ReadonlyMap<string, number>;
}

/** A window in which a detection fires. */
export interface FiringWindow {
  /** Seconds of its first and its last event. */
  first: number;
  end: number;
  /** Distinct events in it. */
  events: number;
  /** What is held against the threshold. */
  count: number;
}

/** A detection with a sliding window. */
export type WindowDetection = ThresholdDetection | SequenceDetection;

/**
 * The buckets whose events decide about a group's: an event counts in the windows that end at it, and in those that
 * end up to a window's length later.
 */
export function bucketsOf({ detection, events }: Group<WindowDetection>): number[] {
  const length = detection.windowSeconds;
  const stream = streamOf(length);
  const found: number[] = [];
  for (const { second } of events) {
    const last = bucketOf(stream, second + length - 1);
    for (let bucket = bucketOf(stream, second - length + 1); bucket <= last; bucket += 1) {
      if (!found.includes(bucket)) found.push(bucket);
    }
  }
  return found;
}

/** What is kept around a group's events. */
export interface Around<D extends WindowDetection = WindowDetection> {
  group: Group<D>;
  series: Series;
  buckets: readonly number[];
}

/** At least as much as is in any window around a group's events: mostly it is too little, which costs the least to see. */
export function mostAround({ series, buckets }: Around, of: "events" | "values"): number {
  let most = 0;
  for (const bucket of buckets) {
    const events = series.bucket(bucket);
    if (events) most += mostOf(events, of);
  }
  return most;
}

/** The marks of the events around a group's: too few for a detection need no closer look. */
export function marksAround({ series, buckets }: Around): ReadonlySet<string> {
  const all = new Set<string>();
  for (const bucket of buckets) {
    const events = series.bucket(bucket);
    for (const mark of events ? marksOf(events) : []) all.add(mark);
  }
  return all;
}

/**
 * The events around a group's, in the order of their time.
 *
 * @param from the second from which on windows may end: what is in none of them is left out
 */
export function secondsAround({ group, series, buckets }: Around, from: number): Second[] {
  const before = from - group.detection.windowSeconds;
  const found: Second[] = [];
  for (const bucket of buckets) {
    const events = series.bucket(bucket);
    for (const [second, marks] of events ? secondsOf(events) : [])
      if (second > before) found.push({ second, marks });
  }
  return found.sort((one, other) => one.second - other.second);
}

/** What is to be told of a window. */
export interface ToldOfWindow {
  why(window: FiringWindow): string;
  /** In seconds: what happened in the same so many seconds is kept under the first of them. One if absent. */
  precision?: number;
  /** Resources beside those of the group's own events. */
  resources?(window: FiringWindow): readonly string[];
}

/**
 * What a detection says of the windows in which it fires. Those that follow each other without a long pause are one
 * signal: whatever the batches, together they cover the same time.
 */
export function windowCandidates(
  group: Group<WindowDetection>,
  windows: Iterable<FiringWindow>,
  { why, precision = 1, resources = () => [] }: ToldOfWindow,
): Candidate[] {
  const { detection, entity, events } = group;
  const quiet = detection.quietSeconds ?? detection.windowSeconds;
  const joined: FiringWindow[] = [];
  for (const window of windows) {
    const last = joined.at(-1);
    if (!last || window.first > last.end + quiet) {
      joined.push({ ...window });
      continue;
    }
    last.end = window.end;
    last.events = Math.max(last.events, window.events);
    last.count = Math.max(last.count, window.count);
  }
  return joined.map((window) => {
    const isInside = (second: number) => second >= window.first && second <= window.end;
    const inside = events.filter(({ second }) => isInside(beginningOf(second, precision)));
    const told = inside.length > 0 ? inside : events;
    const records = told.map(({ record }) => record);
    return candidate(detection, contextOfAll(detection, latestOf(told).record, records, resources(window)), {
      entity,
      firstSeen: timeOf(window.first),
      lastSeen: timeOf(window.end + precision - 1),
      count: window.events,
      eventIds: idsOf(told),
      why: why(window),
    });
  });
}
