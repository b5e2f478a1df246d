import type { LedgerEvent } from "../ledger.ts";
import { addEvent, type SeriesEvents, seriesEvents } from "../series-events.ts";
import type { Stream } from "../streams.ts";

/** The distinct events of a bucket, by their series. */
export interface Bucket {
  series: Map<string, SeriesEvents>;
  add(series: string, event: LedgerEvent, mark: string): void;
  tell(series: string, context: string): void;
  /** Ends the adding of the events at hand: from now on they are repetitions. */
  settle(): void;
}

/** An empty bucket. An event that is added again changes nothing. */
export function emptyBucket({ unit }: Stream): Bucket {
  const series = new Map<string, SeriesEvents>();
  const isOwn = unit === "series";
  const isNew = isOwn ? undefined : newEvents();
  return {
    series,
    add: (name, event, mark) => {
      if (isNew && !isNew.add(name, event.eventId)) return;
      let of = series.get(name);
      if (!of) {
        of = seriesEvents(isOwn, isOwn);
        series.set(name, of);
      }
      addEvent(of, event, mark);
    },
    tell: (name, context) => {
      const of = series.get(name);
      if (of) of.context = context;
    },
    settle: () => isNew?.settle(),
  };
}

/** Knows the events and not their series: each is added with all of its series at once, which takes a fraction of the memory. */
function newEvents() {
  const known = new Set<string>();
  // An event counts for few series.
  const fresh = new Map<string, string[]>();
  return {
    add: (series: string, eventId: string): boolean => {
      if (known.has(eventId)) return false;
      const of = fresh.get(eventId);
      if (of?.includes(series)) return false;
      if (of) of.push(series);
      else fresh.set(eventId, [series]);
      return true;
    },
    settle: () => {
      for (const id of fresh.keys()) known.add(id);
      fresh.clear();
    },
  };
}
