import * as z from "zod";
import type { LedgerEvent, Observations } from "../ledger.ts";
import { bucketOf, type Stream } from "../streams.ts";
import { largestPack, pack, unpack } from "./packed.ts";
import { hashLength, shortHash } from "./short-hash.ts";

/** Columns, which compress better than rows; what repeats is named once. */
const columnsSchema = z.object({
  series: z.array(z.string()),
  marks: z.array(z.string()),
  /** Short hashes of the events' ids, one after the other. */
  ids: z.string(),
  /** When each event happened, in seconds after the earliest. */
  seconds: z.array(z.number()),
  from: z.number(),
  /** For each event its series and marks in turn, by their places in the lists above. */
  counts: z.array(z.array(z.int())),
  /** By the place of their series. */
  contexts: z.array(z.tuple([z.int(), z.string()])),
});

/** One event that counts for a series, with a short hash in the place of its id. */
export interface HashedObservation extends LedgerEvent {
  series: string;
  mark: string;
  context?: string | undefined;
}

/** Observations one by one, by the bucket of a stream that they lie in. */
export function hashedByBucket(
  stream: Stream,
  observations: readonly Observations[],
): Map<number, HashedObservation[]> {
  const hashes = new Map<string, string>();
  const byBucket = new Map<number, HashedObservation[]>();
  for (const {
    series: { name: series },
    events,
    marks,
    contexts,
  } of observations) {
    const told = new Set<number>();
    for (const [n, { eventId: id, second }] of events.entries()) {
      const eventId = hashes.get(id) ?? shortHash(id);
      hashes.set(id, eventId);
      const bucket = bucketOf(stream, second);
      const context = told.has(bucket) ? undefined : contexts?.get(bucket);
      told.add(bucket);
      const inBucket = byBucket.get(bucket) ?? [];
      byBucket.set(bucket, inBucket);
      inBucket.push({ series, eventId, second, mark: marks?.[n] ?? "", context });
    }
  }
  return byBucket;
}

/** Packs observations into as few items as DynamoDB's limit allows. */
export function packObservations(observations: readonly HashedObservation[]): Uint8Array[] {
  if (observations.length === 0) return [];
  const packed = pack(columnsOf(observations));
  if (packed.length <= largestPack || observations.length === 1) return [packed];
  const half = Math.ceil(observations.length / 2);
  return [...packObservations(observations.slice(0, half)), ...packObservations(observations.slice(half))];
}

function columnsOf(observations: readonly HashedObservation[]): z.infer<typeof columnsSchema> {
  const series = new Places();
  const marks = new Places();
  const events = new Map<string, { second: number; counts: number[] }>();
  const contexts: [number, string][] = [];
  let from = Number.POSITIVE_INFINITY;
  for (const { series: name, eventId, second, mark, context } of observations) {
    const event = events.get(eventId) ?? { second, counts: [] };
    events.set(eventId, event);
    event.counts.push(series.of(name), marks.of(mark));
    if (context !== undefined) contexts.push([series.of(name), context]);
    from = Math.min(from, second);
  }
  return {
    series: series.names,
    marks: marks.names,
    ids: [...events.keys()].join(""),
    seconds: [...events.values()].map(({ second }) => second - from),
    from,
    counts: [...events.values()].map(({ counts }) => counts),
    contexts,
  };
}

/** Names in the order in which they were first seen. */
class Places {
  readonly names: string[] = [];
  readonly #places = new Map<string, number>();

  of(name: string): number {
    const place = this.#places.get(name) ?? this.names.push(name) - 1;
    this.#places.set(name, place);
    return place;
  }
}

/** Unpacks an item's observations. */
export function* unpackObservations(data: Uint8Array): Generator<HashedObservation> {
  const { series, marks, ids, seconds, from, counts, contexts } = unpack(data, columnsSchema);
  const contextOf = new Map(contexts);
  for (const [event, places] of counts.entries()) {
    const eventId = ids.slice(event * hashLength, (event + 1) * hashLength);
    const second = from + (seconds[event] ?? 0);
    for (let at = 0; at < places.length; at += 2) {
      const place = places[at] ?? 0;
      const name = series[place] ?? "";
      const mark = marks[places[at + 1] ?? 0] ?? "";
      const context = contextOf.get(place);
      contextOf.delete(place);
      yield { series: name, eventId, second, mark, context };
    }
  }
}
