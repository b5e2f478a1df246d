import type { Observation } from "./ledger.ts";
import { valuesIn } from "./marks.ts";
import type { Stream } from "./streams.ts";

/** How many distinct events of a series there were in each second, by their marks. */
export type Seconds = ReadonlyMap<number, ReadonlyMap<string, number>>;

/** How much there is of a series in a bucket. */
export interface Most {
  /** Distinct events. */
  readonly events: number;
  /** Distinct values in their marks, or more. */
  readonly values: number;
}

/** The distinct events of a bucket. */
export interface Bucket {
  /** Where whole events are kept, all are counted in the second of the last. */
  series(name: string): Seconds | undefined;
  /** How many there are of each mark. */
  marks(name: string): ReadonlyMap<string, number> | undefined;
  /** At least as many as there are in any window; undefined if nothing is known of the series. */
  most(name: string): Most | undefined;
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
  // An event counts for few series.
  const fresh = new Map<string, string[]>();
  const totals = new Map<string, { last: number; count: number }>();
  const contexts = new Map<string, string>();
  return {
    add: ({ series, eventId, second, context }) => {
      if (context !== undefined) contexts.set(series, context);
      if (known.has(eventId)) return;
      const of = fresh.get(eventId);
      if (of?.includes(series)) return;
      if (of) of.push(series);
      else fresh.set(eventId, [series]);
      const total = totals.get(series);
      if (!total) {
        totals.set(series, { last: second, count: 1 });
        return;
      }
      total.last = Math.max(total.last, second);
      total.count += 1;
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
    most: (name) => {
      const total = totals.get(name);
      return total && { events: total.count, values: 1 };
    },
    names: () => totals.keys(),
    context: (name) => contexts.get(name),
  };
}

interface SeriesEvents {
  ids: Set<string>;
  seconds: Map<number, Map<string, number>>;
  marks: Map<string, number>;
  events: number;
  values: number;
}

/** Knows the events of each series. */
function bySeries(): OpenBucket {
  const known = new Map<string, SeriesEvents>();
  return {
    add: ({ series, eventId, second, mark }) => {
      let of = known.get(series);
      if (!of) {
        of = { ids: new Set(), seconds: new Map(), marks: new Map(), events: 0, values: 0 };
        known.set(series, of);
      }
      const before = of.ids.size;
      if (of.ids.add(eventId).size === before) return;
      const inSecond = of.seconds.get(second);
      if (inSecond) inSecond.set(mark, (inSecond.get(mark) ?? 0) + 1);
      else of.seconds.set(second, new Map([[mark, 1]]));
      const times = of.marks.get(mark) ?? 0;
      of.marks.set(mark, times + 1);
      of.events += 1;
      if (times === 0) of.values += valuesIn(mark).length;
    },
    settle: () => {},
    series: (name) => known.get(name)?.seconds,
    marks: (name) => known.get(name)?.marks,
    most: (name) => known.get(name),
    names: () => known.keys(),
    context: () => undefined,
  };
}
