import type { Ledger, Series } from "./ledger.ts";
import { seenSeconds } from "./seen.ts";
import { addEvent, type SeriesEvents, seriesEvents } from "./series-events.ts";
import { bucketOf, type Stream } from "./streams.ts";

/** A series with its buckets, of which it has few at a time. */
interface KeptSeries extends Series {
  buckets: { at: number; events: SeriesEvents }[];
}

/** The series of one stream. */
interface KeptStream {
  byName: Map<string, KeptSeries>;
  byBucket: Map<number, [name: string, events: SeriesEvents][]>;
}

/** A ledger in memory, which forgets. */
export interface MemoryLedger extends Ledger {
  /** The second of the latest event. */
  latest(): number;
  /** Forgets the buckets that no window needs any more. */
  forget(): void;
}

/** A ledger without events. None is to be added again within the time that events are known to have been seen. */
export function memoryLedger(): MemoryLedger {
  const streams = new Map<Stream, KeptStream>();
  let latest = Number.NEGATIVE_INFINITY;

  const keptStream = (stream: Stream): KeptStream => {
    const kept = streams.get(stream) ?? { byName: new Map(), byBucket: new Map() };
    streams.set(stream, kept);
    return kept;
  };
  const seriesIn = ({ byName }: KeptStream, name: string): KeptSeries => {
    let series = byName.get(name);
    if (!series) {
      series = keptSeries(name);
      byName.set(name, series);
    }
    return series;
  };

  return {
    latest: () => latest,
    forget: () => {
      for (const [stream, kept] of streams) forgetBuckets(stream, kept, latest);
    },
    series: (stream, name) => seriesIn(keptStream(stream), name),
    add: async (stream, observations) => {
      const kept = keptStream(stream);
      const mayRepeat = stream.keepSeconds > seenSeconds;
      for (const { series, events, marks, areNew = false, contexts } of observations) {
        const of = seriesIn(kept, series.name);
        let at: number | undefined;
        let bucket: SeriesEvents | undefined;
        let n = 0;
        for (const event of events) {
          const itsBucket = bucketOf(stream, event.second);
          // Mostly all lie in one.
          if (!bucket || itsBucket !== at) {
            at = itsBucket;
            bucket =
              of.bucket(at) ?? open(kept, of, at, seriesEvents(marks !== undefined, mayRepeat && !areNew));
          }
          addEvent(bucket, event, marks?.[n] ?? "");
          n += 1;
          if (event.second > latest) latest = event.second;
        }
        for (const [at, context] of contexts ?? []) {
          const bucket = of.bucket(at);
          if (bucket) bucket.context = context;
        }
      }
    },
    refresh: async () => {},
    inBucket: (stream, bucket) => streams.get(stream)?.byBucket.get(bucket) ?? [],
    tellsOf: (_, bucket, series) => series.bucket(bucket)?.context !== undefined,
  };
}

function keptSeries(name: string): KeptSeries {
  const buckets: KeptSeries["buckets"] = [];
  const bucket = (sought: number) => {
    for (const { at, events } of buckets) if (at === sought) return events;
    return undefined;
  };
  return { name, buckets, bucket };
}

function open({ byBucket }: KeptStream, series: KeptSeries, at: number, events: SeriesEvents): SeriesEvents {
  series.buckets.push({ at, events });
  const others = byBucket.get(at);
  if (others) others.push([series.name, events]);
  else byBucket.set(at, [[series.name, events]]);
  return events;
}

function forgetBuckets(stream: Stream, { byName, byBucket }: KeptStream, now: number): void {
  for (const [bucket, all] of byBucket) {
    if ((bucket + 1) * stream.bucketSeconds + stream.keepSeconds >= now) continue;
    byBucket.delete(bucket);
    for (const [name] of all) {
      const series = byName.get(name);
      if (!series) continue;
      series.buckets.splice(
        series.buckets.findIndex(({ at }) => at === bucket),
        1,
      );
      if (series.buckets.length === 0) byName.delete(name);
    }
  }
}
