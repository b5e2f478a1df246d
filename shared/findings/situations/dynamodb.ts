import { setTimeout as pause } from "node:timers/promises";
import {
  BatchGetCommand,
  type BatchGetCommandInput,
  type BatchGetCommandOutput,
  type DynamoDBDocumentClient,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
} from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { situationSchema } from "./situation.ts";
import type { SituationStore, Stored } from "./store.ts";

/** BatchGetItem takes no more keys at once. */
const keysPerRead = 100;

/** What BatchGetItem leaves out it could not read for lack of capacity: it is asked for again so often. */
const mostReads = 7;

/** All appointments are in one partition, in the order of their time. */
const appointments = "situations-due";

const itemSchema = z.object({
  pk: z.string(),
  version: z.int().positive(),
  situations: z.string(),
  lookAt: z.string().optional(),
});

/** The table did not give all that was asked for; to be tried again. */
export class SituationReadError extends Error {
  override name = "SituationReadError";
}

const appointmentSchema = z.object({ sk: z.string() });

/**
 * Keeps situations in a DynamoDB table with the string keys `pk` and `sk` and the TTL attribute `expiresAt`. A key's
 * situations are one item, so that joining two of them is one write, on the condition that nobody else wrote. Beside
 * it is an appointment, an item that says when to look at the key; it is written only when a situation begins, is
 * looked at, or is over.
 */
export function dynamoDbSituations(client: DynamoDBDocumentClient, tableName: string): SituationStore {
  const readSome = async (keys: readonly string[]): Promise<[string, Stored][]> => {
    const items: unknown[] = [];
    let request: BatchGetCommandInput["RequestItems"] = {
      // Consistent, or a retry would be told what it wrote itself was not there.
      [tableName]: { ConsistentRead: true, Keys: keys.map((key) => ({ pk: partition(key), sk: "state" })) },
    };
    for (let attempt = 1; Object.keys(request ?? {}).length > 0; attempt += 1) {
      if (attempt > mostReads)
        throw new SituationReadError(`The table ${tableName} is throttled. Try again.`);
      if (attempt > 1) await pause(2 ** attempt * 10);
      const answer: BatchGetCommandOutput = await client.send(new BatchGetCommand({ RequestItems: request }));
      items.push(...(answer.Responses?.[tableName] ?? []));
      request = answer.UnprocessedKeys;
    }
    return z
      .array(itemSchema)
      .parse(items)
      .map((item) => [keyIn(item.pk), toStored(item)]);
  };

  return {
    // A stack sees its own.
    regions: "apart",
    read: async (keys) => {
      const found: [string, Stored][] = [];
      for (let from = 0; from < keys.length; from += keysPerRead) {
        found.push(...(await readSome(keys.slice(from, from + keysPerRead))));
      }
      return new Map(found);
    },

    write: async (key, before, { situations, lookAt, keepUntil }) => {
      const expiresAt = Math.floor(keepUntil.getTime() / 1_000);
      const state = {
        TableName: tableName,
        Item: {
          pk: partition(key),
          sk: "state",
          version: (before?.version ?? 0) + 1,
          situations: JSON.stringify(situations),
          expiresAt,
          ...(lookAt === undefined ? {} : { lookAt }),
        },
        ...(before
          ? { ConditionExpression: "version = :read", ExpressionAttributeValues: { ":read": before.version } }
          : { ConditionExpression: "attribute_not_exists(pk)" }),
      };
      const past = before?.lookAt;
      try {
        if (past === lookAt) {
          await client.send(new PutCommand(state));
          return true;
        }
        const cancel = { Delete: { TableName: tableName, Key: appointment(key, past ?? "") } };
        const make = {
          Put: { TableName: tableName, Item: { ...appointment(key, lookAt ?? ""), expiresAt } },
        };
        await client.send(
          new TransactWriteCommand({
            TransactItems: [
              { Put: state },
              ...(past === undefined ? [] : [cancel]),
              ...(lookAt === undefined ? [] : [make]),
            ],
          }),
        );
        return true;
      } catch (error) {
        if (isConflict(error)) return false;
        throw error;
      }
    },

    due: async (now) => {
      const keys: string[] = [];
      let start: Record<string, unknown> | undefined;
      do {
        const page = await client.send(
          new QueryCommand({
            TableName: tableName,
            KeyConditionExpression: "pk = :pk AND sk < :after",
            ExpressionAttributeValues: { ":pk": appointments, ":after": `${now.toISOString()}$` },
            ExclusiveStartKey: start,
          }),
        );
        keys.push(
          ...z
            .array(appointmentSchema)
            .parse(page.Items ?? [])
            .map(({ sk }) => sk.split("#")[1] ?? ""),
        );
        start = page.LastEvaluatedKey;
      } while (start);
      return [...new Set(keys)];
    },
  };
}

function partition(key: string): string {
  return `situation#${key}`;
}

function keyIn(pk: string): string {
  return pk.slice(partition("").length);
}

/** Times of one length sort as text; `#` comes before the `$` that `due` ends with. */
function appointment(key: string, at: string): { pk: string; sk: string } {
  return { pk: appointments, sk: `${at}#${key}` };
}

function toStored({ version, situations, lookAt }: z.infer<typeof itemSchema>): Stored {
  return { version, situations: z.array(situationSchema).parse(JSON.parse(situations)), lookAt };
}

const conflicts = new Set(["ConditionalCheckFailed", "TransactionConflict"]);

const conflictSchema = z.union([
  z.object({ name: z.enum(["ConditionalCheckFailedException", "TransactionConflictException"]) }),
  z.object({
    name: z.literal("TransactionCanceledException"),
    CancellationReasons: z
      .array(z.object({ Code: z.string().optional() }))
      .refine((reasons) => reasons.some(({ Code }) => conflicts.has(Code ?? ""))),
  }),
]);

/** Whether somebody else wrote, or is just writing. */
function isConflict(error: unknown): boolean {
  return conflictSchema.safeParse(error).success;
}
