import type { Observation } from "./ledger.ts";
import { valuesIn } from "./marks.ts";

/** How many distinct events there were in each second, by their marks. */
export type Seconds = ReadonlyMap<number, ReadonlyMap<string, number>>;

/** The distinct events of one series in one bucket. */
export interface SeriesEvents {
  /** Those that are in no counts yet: most series are never looked at so closely that they are needed. */
  uncounted: Observation[];
  /** What is known of all, once they are too many to be gone through for each that is added. */
  known: Known | undefined;
  counts: Map<number, Map<string, number>> | undefined;
}

interface Known {
  ids: Set<string>;
  marks: Set<string>;
  /** The sum of the values in each mark. */
  values: number;
}

/** A longer list is not gone through for each event. */
const mostListed = 8;

/** The events of a series of which the first is known. */
export function seriesEvents(first: Observation): SeriesEvents {
  return { uncounted: [first], known: undefined, counts: undefined };
}

/** Adds an event; one that is known changes nothing. */
export function addEvent(events: SeriesEvents, event: Observation): void {
  const { uncounted, known } = events;
  if (known ? !isNew(known, event) : uncounted.some(({ eventId }) => eventId === event.eventId)) return;
  uncounted.push(event);
  if (known || uncounted.length <= mostListed) return;
  const all: Known = { ids: new Set(), marks: new Set(), values: 0 };
  for (const each of uncounted) isNew(all, each);
  events.known = all;
}

function isNew(known: Known, { eventId, mark }: Observation): boolean {
  const { ids, marks } = known;
  const before = ids.size;
  if (ids.add(eventId).size === before) return false;
  const marksBefore = marks.size;
  if (marks.add(mark).size > marksBefore) known.values += valuesIn(mark).length;
  return true;
}

/** How many distinct events there are, or distinct values in their marks, or more. */
export function mostOf({ uncounted, known }: SeriesEvents, of: "events" | "values"): number {
  if (of === "events") return known ? known.ids.size : uncounted.length;
  return known ? known.values : uncounted.reduce((sum, { mark }) => sum + valuesIn(mark).length, 0);
}

/** The marks of the events; one may be told several times. */
export function marksOf({ uncounted, known }: SeriesEvents): Iterable<string> {
  return known ? known.marks : uncounted.map(({ mark }) => mark);
}

/** Whether there is an event with a mark in a second. */
export function hasEvent(events: SeriesEvents, second: number, mark: string): boolean {
  if (!events.known) return events.uncounted.some((event) => event.second === second && event.mark === mark);
  return secondsOf(events).get(second)?.has(mark) ?? false;
}

/** How many events of each mark there are in each second. */
export function secondsOf(events: SeriesEvents): Seconds {
  const counts = events.counts ?? new Map<number, Map<string, number>>();
  for (const { second, mark } of events.uncounted) {
    const inSecond = counts.get(second);
    if (inSecond) inSecond.set(mark, (inSecond.get(mark) ?? 0) + 1);
    else counts.set(second, new Map([[mark, 1]]));
  }
  if (events.known) {
    events.counts = counts;
    events.uncounted = [];
  }
  return counts;
}
