import type { Observation } from "./ledger.ts";
import { valuesIn } from "./marks.ts";

/** How many distinct events there were in each second, by their marks. */
export type Seconds = ReadonlyMap<number, ReadonlyMap<string, number>>;

/** The distinct events of one series in one bucket. */
export interface SeriesEvents {
  /** Most series have few events in a bucket: a list takes a fraction of the memory of maps, and of the time. */
  few: Observation[];
  /** All of them, where they are more. */
  many: Counts | undefined;
}

interface Counts {
  ids: Set<string>;
  seconds: Map<number, Map<string, number>>;
  marks: Map<string, number>;
  values: number;
}

/** A longer list is not gone through for each event. */
const mostListed = 8;

/** Adds an event; one that is known changes nothing. */
export function addEvent(events: SeriesEvents, event: Observation): void {
  if (events.many) {
    count(events.many, event);
    return;
  }
  if (events.few.some(({ eventId }) => eventId === event.eventId)) return;
  events.few.push(event);
  if (events.few.length <= mostListed) return;
  events.many = countsOf(events);
  events.few = [];
}

/** How many distinct events there are, or distinct values in their marks, or more. */
export function mostOf({ few, many }: SeriesEvents, of: "events" | "values"): number {
  if (of === "events") return many ? many.ids.size : few.length;
  return many ? many.values : few.reduce((sum, { mark }) => sum + valuesIn(mark).length, 0);
}

/** Whether there is an event with a mark in a second. */
export function hasEvent({ few, many }: SeriesEvents, second: number, mark: string): boolean {
  if (many) return many.seconds.get(second)?.has(mark) ?? false;
  return few.some((event) => event.second === second && event.mark === mark);
}

/** How many events there are in each second, and of each mark. */
export function countsOf({ few, many }: SeriesEvents): Counts {
  if (many) return many;
  const counts: Counts = { ids: new Set(), seconds: new Map(), marks: new Map(), values: 0 };
  for (const event of few) count(counts, event);
  return counts;
}

function count(counts: Counts, { eventId, second, mark }: Observation): void {
  const before = counts.ids.size;
  if (counts.ids.add(eventId).size === before) return;
  const inSecond = counts.seconds.get(second);
  if (inSecond) inSecond.set(mark, (inSecond.get(mark) ?? 0) + 1);
  else counts.seconds.set(second, new Map([[mark, 1]]));
  const times = counts.marks.get(mark) ?? 0;
  counts.marks.set(mark, times + 1);
  if (times === 0) counts.values += valuesIn(mark).length;
}
