import { randomUUID } from "node:crypto";
import { PutCommand, QueryCommand } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { daySeconds } from "../../time.ts";
import type { Ledger } from "../ledger.ts";
import { bucketOf, type Stream } from "../streams.ts";
import { type Bucket, emptyBucket } from "./bucket.ts";
import {
  type HashedObservation,
  hashedByBucket,
  packObservations,
  unpackObservations,
} from "./ledger-items.ts";
import { packSchema } from "./packed.ts";
import type { TableOfState } from "./table.ts";

/**
 * An item can be seen at the latest so long after the time in its sort key: what a request may take, and by how much
 * the clocks of two machines differ.
 */
const visibleAfterMs = 30_000;
const requestMs = 20_000;

/** What nobody has asked for in so long is not kept in memory. */
const idleMs = 600_000;

/** Items outlive what they are needed for: a sweep that was missed reads them later. */
const keptLongerSeconds = daySeconds;

const itemSchema = z.object({ sk: z.string(), data: packSchema });

/** A bucket as far as it was read. */
interface Read {
  bucket: Bucket;
  /** Sort keys of the items in it that a query may still bring. */
  items: Set<string>;
  /** Milliseconds of the newest item. */
  newest: number;
  usedAt: number;
}

/**
 * A ledger in DynamoDB. A batch appends one item to each bucket that it touches; items never change, and an event that
 * is in several of them is dropped when they are read. A function that stays warm reads each item about once.
 */
export function dynamoDbLedger({ client, tableName, now }: TableOfState): Ledger & { begin(): void } {
  const known = new Map<string, Read>();
  /** Where the context of a series was written by this process. */
  const told = new Map<string, { series: Set<string>; usedAt: number }>();

  const append = async (pk: string, observations: readonly HashedObservation[], expiresAt: number) => {
    const written: string[] = [];
    for (const data of packObservations(observations)) {
      // Made at the last moment: readers ask for what is newer than they know.
      const sk = `${String(now().getTime()).padStart(14, "0")}#${randomUUID()}`;
      await client.send(new PutCommand({ TableName: tableName, Item: { pk, sk, data, expiresAt } }), {
        abortSignal: AbortSignal.timeout(requestMs),
      });
      written.push(sk);
    }
    return written;
  };

  const readNewer = async (pk: string, stream: Stream) => {
    const read = known.get(pk) ?? { bucket: emptyBucket(stream), items: new Set(), newest: 0, usedAt: 0 };
    known.set(pk, read);
    read.usedAt = now().getTime();
    let start: Record<string, unknown> | undefined;
    do {
      const page = await client.send(
        new QueryCommand({
          TableName: tableName,
          KeyConditionExpression: "pk = :pk AND sk > :from",
          ExpressionAttributeValues: { ":pk": pk, ":from": sortKeyFrom(read.newest) },
          // Two batches at once: the later to read must see both, or neither would fire.
          ConsistentRead: true,
          ExclusiveStartKey: start,
        }),
      );
      for (const { sk, data } of z.array(itemSchema).parse(page.Items ?? [])) {
        if (read.items.has(sk)) continue;
        for (const { series, mark, context, ...event } of unpackObservations(data)) {
          read.bucket.add(series, event, mark);
          if (context !== undefined) read.bucket.tell(series, context);
        }
        read.bucket.settle();
        read.items.add(sk);
      }
      start = page.LastEvaluatedKey;
    } while (start);
    read.newest = Math.max(read.newest, ...[...read.items].map((sk) => Number(sk.slice(0, 14))));
    const from = sortKeyFrom(read.newest);
    for (const sk of read.items) if (sk <= from) read.items.delete(sk);
  };

  return {
    begin: () => {
      const idle = now().getTime() - idleMs;
      for (const [pk, { usedAt }] of known) if (usedAt < idle) known.delete(pk);
      for (const [pk, { usedAt }] of told) if (usedAt < idle) told.delete(pk);
    },
    add: async (stream, observations) => {
      const buckets = hashedByBucket(stream, observations);
      await Promise.all(
        [...buckets].map(async ([bucket, inBucket]) => {
          const pk = partition(stream, bucket);
          await append(pk, inBucket, expiryOf(stream, bucket, now()));
          const tells = inBucket.filter(({ context }) => context !== undefined);
          if (tells.length === 0) return;
          const of = told.get(pk) ?? { series: new Set<string>(), usedAt: 0 };
          told.set(pk, of);
          of.usedAt = now().getTime();
          for (const { series } of tells) of.series.add(series);
        }),
      );
    },
    refresh: async (stream, buckets) => {
      // Nothing happens in the future, but for clocks that differ.
      const latest = bucketOf(stream, now().getTime() / 1_000 + stream.bucketSeconds);
      const wanted = [...buckets].filter((bucket) => bucket <= latest);
      await Promise.all(wanted.map((bucket) => readNewer(partition(stream, bucket), stream)));
    },
    series: (stream, name) => ({
      name,
      bucket: (bucket) => known.get(partition(stream, bucket))?.bucket.series.get(name),
    }),
    inBucket: (stream, bucket) => known.get(partition(stream, bucket))?.bucket.series ?? [],
    tellsOf: (stream, bucket, series) =>
      told.get(partition(stream, bucket))?.series.has(series.name) ||
      series.bucket(bucket)?.context !== undefined,
  };
}

function partition({ name }: Stream, bucket: number): string {
  return `ledger#${name}#${bucket}`;
}

function sortKeyFrom(newest: number): string {
  return String(Math.max(0, newest - visibleAfterMs)).padStart(14, "0");
}

/** By the clock for what happened long ago and is delivered only now. */
function expiryOf({ bucketSeconds, keepSeconds }: Stream, bucket: number, now: Date): number {
  const end = Math.max((bucket + 1) * bucketSeconds, Math.floor(now.getTime() / 1_000));
  return end + keepSeconds + keptLongerSeconds;
}
