import type { Observation } from "./ledger.ts";
import {
  addEvent,
  hasEvent,
  marksOf,
  mostOf,
  type Seconds,
  type SeriesEvents,
  secondsOf,
  seriesEvents,
} from "./series-events.ts";
import type { Stream } from "./streams.ts";

/** The distinct events of a bucket. */
export interface Bucket {
  /** Where whole events are kept, all are counted in the second of the last. */
  series(name: string): Seconds | undefined;
  /** The marks of a series' events; one may be told several times. */
  marks(name: string): Iterable<string>;
  /** How many distinct events of a series there are, or distinct values in their marks, or more. */
  most(name: string, of: "events" | "values"): number;
  /** Whether there is an event of a series with a mark in a second, where series are kept. */
  has(name: string, second: number, mark: string): boolean;
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
    marks: (name) => (totals.has(name) ? [""] : []),
    most: (name) => totals.get(name)?.count ?? 0,
    has: () => false,
    names: () => totals.keys(),
    context: (name) => contexts.get(name),
  };
}

/** Knows the events of each series. */
function bySeries(): OpenBucket {
  const known = new Map<string, SeriesEvents>();
  return {
    add: (observation) => {
      const of = known.get(observation.series);
      if (of) addEvent(of, observation);
      else known.set(observation.series, seriesEvents(observation));
    },
    settle: () => {},
    series: (name) => ifKnown(known.get(name), secondsOf),
    marks: (name) => ifKnown(known.get(name), marksOf) ?? [],
    most: (name, what) => ifKnown(known.get(name), (of) => mostOf(of, what)) ?? 0,
    has: (name, second, mark) => ifKnown(known.get(name), (of) => hasEvent(of, second, mark)) ?? false,
    names: () => known.keys(),
    context: () => undefined,
  };
}

function ifKnown<R>(of: SeriesEvents | undefined, tell: (of: SeriesEvents) => R): R | undefined {
  return of && tell(of);
}
