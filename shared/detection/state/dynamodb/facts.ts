import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import pRetry from "p-retry";
import * as z from "zod";
import { type Facts, type FactTable, mergeInto } from "../facts.ts";
import { largestPack, pack, packSchema, unpack } from "./packed.ts";
import { partOf, shortHash } from "./short-hash.ts";
import type { TableOfState } from "./table.ts";

/** How often a write is tried anew when others write at the same time. */
const retries = 30;

const itemSchema = z.object({ version: z.int(), data: packSchema });

/** After so many milliseconds a part is read anew before anything is told from it: others may have learned of late events. */
const knownMs = 600_000;

/** One part of a table of facts, as it was last read or written. */
interface Shard<T> {
  version: number;
  readAt: number;
  facts: Map<string, T>;
}

/**
 * Facts in DynamoDB: few items, each with many facts, written only where a batch tells something new. Who writes at
 * the same time as another merges anew with what the other wrote.
 */
export function dynamoDbFacts({ client, tableName, now }: TableOfState): Facts {
  const known = new Map<string, Shard<unknown>>();
  const knownShard = <T>(pk: string): Shard<T> | undefined => {
    // The name of a table stands for the type of its facts.
    const shard = known.get(pk) as Shard<T> | undefined;
    return shard && shard.readAt + knownMs > now().getTime() ? shard : undefined;
  };

  const read = async <T>(pk: string, { schema }: FactTable<T>): Promise<Shard<T>> => {
    const { Item } = await client.send(
      new GetCommand({ TableName: tableName, Key: { pk, sk: "facts" }, ConsistentRead: true }),
    );
    const item = Item && itemSchema.parse(Item);
    const facts = item ? unpack(item.data, z.array(z.tuple([z.string(), schema]))) : [];
    const shard = { version: item?.version ?? 0, readAt: now().getTime(), facts: new Map(facts) };
    known.set(pk, shard);
    return shard;
  };

  const write = async (pk: string, version: number, data: Uint8Array, expiresAt: number) => {
    const isNew = version === 0;
    await client.send(
      new PutCommand({
        TableName: tableName,
        Item: { pk, sk: "facts", version: version + 1, data, expiresAt },
        ConditionExpression: isNew ? "attribute_not_exists(pk)" : "version = :version",
        ...(isNew ? {} : { ExpressionAttributeValues: { ":version": version } }),
      }),
    );
  };

  const mergeShard = async <T>(pk: string, table: FactTable<T>, fresh: Map<string, T>) => {
    const { version, facts: before } = knownShard<T>(pk) ?? (await read(pk, table));
    const facts = new Map(before);
    if (!mergeInto(facts, fresh, table)) return before;
    const { data, expiresAt } = packFacts(facts, table, Math.floor(now().getTime() / 1_000));
    try {
      await write(pk, version, data, expiresAt);
    } catch (error) {
      // Whether it was written or not: only the table knows now.
      known.delete(pk);
      throw error;
    }
    known.set(pk, { version: version + 1, readAt: now().getTime(), facts });
    return facts;
  };

  return {
    known:
      <T>(table: FactTable<T>) =>
      (key) =>
        knownShard<T>(shardOf(table, key))?.facts.get(keyIn(table, key)),
    merge: async (table, fresh) => {
      const byShard = Map.groupBy(fresh, ([key]) => shardOf(table, key));
      const merged = await Promise.all(
        [...byShard].map(([pk, entries]) => {
          const keyed = new Map(entries.map(([key, fact]) => [keyIn(table, key), fact]));
          return pRetry(() => mergeShard(pk, table, keyed), {
            retries,
            minTimeout: 10,
            maxTimeout: 500,
            randomize: true,
            shouldRetry: ({ error }) => error instanceof ConditionalCheckFailedException,
          }).then((facts) => [pk, facts] as const);
        }),
      );
      return factsByKey(table, new Map(merged));
    },
    all: async (table) => {
      const shards = await Promise.all(
        Array.from({ length: table.shards }, async (_, shard) => {
          const pk = partition(table, shard);
          return [pk, (await read(pk, table)).facts] as const;
        }),
      );
      return factsByKey(table, new Map(shards));
    },
  };
}

function partition({ name }: { name: string }, shard: number): string {
  return `facts#${name}#${shard}`;
}

function shardOf<T>(table: FactTable<T>, key: string): string {
  return partition(table, partOf(key, table.shards));
}

function keyIn<T>({ keys }: FactTable<T>, key: string): string {
  return keys === "hashed" ? shortHash(key) : key;
}

/** The facts of some shards as one. */
function factsByKey<T>(table: FactTable<T>, shards: ReadonlyMap<string, ReadonlyMap<string, T>>) {
  return {
    get: (key: string) => shards.get(shardOf(table, key))?.get(keyIn(table, key)),
    *[Symbol.iterator]() {
      for (const facts of shards.values()) yield* facts;
    },
  };
}

/** Packs what still matters; where that is more than an item holds, without what is the most outdated. */
function packFacts<T>(facts: Map<string, T>, { until }: FactTable<T>, now: number) {
  for (const [key, fact] of facts) if (until(fact) < now) facts.delete(key);
  let data = pack([...facts]);
  while (data.length > largestPack) {
    const outdated = [...facts].sort(([, one], [, other]) => until(one) - until(other));
    for (const [key] of outdated.slice(0, Math.ceil(facts.size / 10))) facts.delete(key);
    data = pack([...facts]);
  }
  let expiresAt = now;
  for (const fact of facts.values()) expiresAt = Math.max(expiresAt, until(fact));
  return { data, expiresAt };
}
