import { createHash } from "node:crypto";
import { type DynamoDBDocumentClient, QueryCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import type { CountedEvent, WindowStore } from "./store.ts";

/** Seconds of one bucket: one item of the table for each series. */
const bucketSeconds = 30;

/**
 * Ids that one UpdateItem adds at the most: about 12 KB. DynamoDB's limit for an item is 400 KB, which is some
 * 30,000 ids of this length.
 */
const idsPerUpdate = 1_000;
const idsPerItem = 25_000;

const itemSchema = z.object({ sk: z.string(), ids: z.instanceof(Set<string>).optional() });

/**
 * Keeps windows in a DynamoDB table with the string keys `pk` and `sk` and the TTL attribute `expiresAt`.
 * A bucket is an item with a string set; `ADD` to a set is atomic and idempotent, which is what counts each event
 * once. A batch costs one write for each series and bucket that it touches.
 *
 * @param now the moment from which `keepSeconds` counts
 */
export function dynamoDbWindows(
  client: DynamoDBDocumentClient,
  tableName: string,
  now: () => Date,
): WindowStore {
  const membersBetween = async (series: string, from: number, to: number) => {
    const members: { bucket: number; ids: ReadonlySet<string> }[] = [];
    let start: Record<string, unknown> | undefined;
    do {
      const page = await client.send(
        new QueryCommand({
          TableName: tableName,
          KeyConditionExpression: "pk = :pk AND sk BETWEEN :from AND :to",
          ExpressionAttributeValues: {
            ":pk": partition(series),
            ":from": sortKey(bucketOf(from)),
            ":to": sortKey(bucketOf(to)),
          },
          // Two batches at once: the later to read must see both, or neither would fire.
          ConsistentRead: true,
          ExclusiveStartKey: start,
        }),
      );
      for (const { sk, ids } of z.array(itemSchema).parse(page.Items ?? [])) {
        members.push({ bucket: Number(sk), ids: ids ?? new Set() });
      }
      start = page.LastEvaluatedKey;
    } while (start);
    return members;
  };

  const addToBucket = async (
    series: string,
    bucket: number,
    events: CountedEvent[],
    enough: number,
    expiresAt: number,
  ) => {
    const ids = [...new Set(events.map((event) => memberOf(event, bucket)))];
    let room = Math.min(idsPerItem, Math.max(enough, idsPerUpdate));
    // A small batch cannot fill an item, so that only a large one asks how full it is.
    if (ids.length > idsPerUpdate / 10)
      room -= (await membersBetween(series, bucket, bucket))[0]?.ids.size ?? 0;
    for (let from = 0; from < Math.min(ids.length, room); from += idsPerUpdate) {
      await client.send(
        new UpdateCommand({
          TableName: tableName,
          Key: { pk: partition(series), sk: sortKey(bucket) },
          UpdateExpression: "ADD ids :ids SET expiresAt = :expiresAt",
          ExpressionAttributeValues: {
            ":ids": new Set(ids.slice(from, from + idsPerUpdate)),
            ":expiresAt": expiresAt,
          },
        }),
      );
    }
  };

  return {
    add: async (series, events, enough, keepSeconds) => {
      const expiresAt = Math.floor(now().getTime() / 1_000) + keepSeconds;
      const buckets = Map.groupBy(events, ({ second }) => bucketOf(second));
      await Promise.all(
        [...buckets].map(([bucket, inBucket]) => addToBucket(series, bucket, inBucket, enough, expiresAt)),
      );
    },
    counts: async (series, from, to) => {
      const counts = new Map<number, number>();
      for (const { bucket, ids } of await membersBetween(series, from, to)) {
        for (const id of ids) {
          const second = secondOf(id, bucket);
          if (second >= from && second <= to) counts.set(second, (counts.get(second) ?? 0) + 1);
        }
      }
      return counts;
    },
  };
}

function bucketOf(second: number): number {
  return second - (second % bucketSeconds);
}

function partition(series: string): string {
  return `window#${series}`;
}

/** Seconds since 1970 in as many digits as they have until the year 2286, so that they sort as text. */
function sortKey(bucket: number): string {
  return String(bucket).padStart(10, "0");
}

/**
 * What stands for an event in its bucket's set: the second within the bucket, one digit to base 36, then 60 bits of
 * its id's hash. Two of a bucket's events are taken for one with a chance below one in a billion.
 */
function memberOf({ eventId, second }: CountedEvent, bucket: number): string {
  const hash = createHash("sha256").update(eventId).digest("base64url").slice(0, 10);
  return (second - bucket).toString(bucketSeconds + 6) + hash;
}

function secondOf(member: string, bucket: number): number {
  return bucket + Number.parseInt(member.charAt(0), bucketSeconds + 6);
}
