import { daySeconds } from "../time.ts";
import { emptyBucket, type OpenBucket } from "./bucket.ts";
import { type FactTable, mergeInto } from "./facts.ts";
import type { DetectionState } from "./state.ts";
import { bucketOf, type Stream } from "./streams.ts";

/**
 * Remembers in memory: for log files, where one process sees everything. What is older than its window and an hour,
 * by the events' own time, is forgotten, so that memory does not grow with the input.
 */
export function memoryState(): DetectionState {
  const streams = new Map<Stream, Map<number, OpenBucket>>();
  const tables = new Map<string, { facts: Map<string, unknown>; forget: (before: number) => void }>();
  let latest = Number.NEGATIVE_INFINITY;
  let forgottenOn = 0;

  // Before a batch and not in it: its own events may lie far apart, and none may be forgotten before it is evaluated.
  const forgetOld = () => {
    for (const [stream, buckets] of streams) forgetBuckets(stream, buckets, latest);
    const day = Math.floor(latest / daySeconds);
    if (day > forgottenOn) for (const { forget } of tables.values()) forget(latest);
    forgottenOn = Math.max(forgottenOn, day);
  };

  const factsOf = <T>(table: FactTable<T>): Map<string, T> => {
    const known = tables.get(table.name);
    // A table's name stands for its type.
    if (known) return known.facts as Map<string, T>;
    const facts = new Map<string, T>();
    const forget = (before: number) => {
      for (const [key, fact] of facts) if (table.until(fact) < before) facts.delete(key);
    };
    tables.set(table.name, { facts, forget });
    return facts;
  };

  return {
    clock: "events",
    begin: forgetOld,
    ledger: {
      add: async (stream, observations) => {
        const buckets = streams.get(stream) ?? new Map<number, OpenBucket>();
        streams.set(stream, buckets);
        const touched = new Set<OpenBucket>();
        let at: number | undefined;
        let bucket = emptyBucket(stream);
        for (const observation of observations) {
          const { second } = observation;
          const itsBucket = bucketOf(stream, second);
          // Those of a series stand together, and mostly lie in one.
          if (itsBucket !== at) {
            at = itsBucket;
            bucket = buckets.get(at) ?? emptyBucket(stream);
            buckets.set(at, bucket);
            touched.add(bucket);
          }
          bucket.add(observation);
          if (second > latest) latest = second;
        }
        for (const bucket of touched) bucket.settle();
      },
      refresh: async () => {},
      bucket: (stream, bucket) => streams.get(stream)?.get(bucket),
      tellsOf: (stream, bucket, series) => streams.get(stream)?.get(bucket)?.context(series) !== undefined,
    },
    facts: {
      merge: async (table, fresh) => {
        const known = factsOf(table);
        mergeInto(known, fresh, table);
        return known;
      },
      known: (table, key) => factsOf(table).get(key),
      all: async (table) => factsOf(table),
    },
  };
}

function forgetBuckets(stream: Stream, buckets: Map<number, OpenBucket>, now: number): void {
  for (const bucket of buckets.keys()) {
    if ((bucket + 1) * stream.bucketSeconds + stream.keepSeconds < now) buckets.delete(bucket);
  }
}
