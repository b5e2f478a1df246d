import type { Observation } from "./ledger.ts";
import type { Stream } from "./streams.ts";

/** How many distinct events of a series there were in each second, by their marks. */
export type Seconds = ReadonlyMap<number, ReadonlyMap<string, number>>;

/** The distinct events of a bucket. */
export interface Bucket {
  /** Where whole events are kept, all are counted in the second of the last. */
  series(name: string): Seconds | undefined;
  /** How many there are of each mark. */
  marks(name: string): ReadonlyMap<string, number> | undefined;
  names(): IterableIterator<string>;
  /** Who did what in one of the series' events, as JSON. */
  context(name: string): string | undefined;
}

/** A bucket that events are added to; an event that it has changes nothing. */
export interface OpenBucket extends Bucket {
  add(observation: Observation): void;
  /** Ends the adding of the events at hand: from now on they are repetitions. */
  settle(): void;
}

/** An empty bucket. */
export function emptyBucket({ unit }: Stream): OpenBucket {
  return unit === "series" ? bySeries() : byEvent();
}

/** Knows the events only: each is added with all its series at once, which takes a fraction of the memory. */
function byEvent(): OpenBucket {
  const known = new Set<string>();
  const fresh = new Map<string, Set<string>>();
  const totals = new Map<string, { last: number; count: number }>();
  const contexts = new Map<string, string>();
  return {
    add: ({ series, eventId, second, context }) => {
      if (context !== undefined) contexts.set(series, context);
      if (known.has(eventId)) return;
      const of = fresh.get(eventId) ?? new Set<string>();
      if (of.has(series)) return;
      fresh.set(eventId, of.add(series));
      const { last, count } = totals.get(series) ?? { last: second, count: 0 };
      totals.set(series, { last: Math.max(last, second), count: count + 1 });
    },
    settle: () => {
      for (const id of fresh.keys()) known.add(id);
      fresh.clear();
    },
    series: (name) => {
      const total = totals.get(name);
      return total && new Map([[total.last, new Map([["", total.count]])]]);
    },
    marks: (name) => {
      const total = totals.get(name);
      return total && new Map([["", total.count]]);
    },
    names: () => totals.keys(),
    context: (name) => contexts.get(name),
  };
}

interface SeriesEvents {
  ids: Set<string>;
  seconds: Map<number, Map<string, number>>;
  marks: Map<string, number>;
}

/** Knows the events of each series. */
function bySeries(): OpenBucket {
  const known = new Map<string, SeriesEvents>();
  return {
    add: ({ series, eventId, second, mark }) => {
      const of = known.get(series) ?? { ids: new Set(), seconds: new Map(), marks: new Map() };
      if (of.ids.has(eventId)) return;
      known.set(series, of);
      of.ids.add(eventId);
      const inSecond = of.seconds.get(second) ?? new Map<string, number>();
      of.seconds.set(second, inSecond);
      inSecond.set(mark, (inSecond.get(mark) ?? 0) + 1);
      of.marks.set(mark, (of.marks.get(mark) ?? 0) + 1);
    },
    settle: () => {},
    series: (name) => known.get(name)?.seconds,
    marks: (name) => known.get(name)?.marks,
    names: () => known.keys(),
    context: () => undefined,
  };
}
