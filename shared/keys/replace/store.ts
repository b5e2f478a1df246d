import { type DynamoDBDocumentClient, GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { type Replacement, replacementSchema } from "./replacement.ts";

/** Where the states of replacements are kept, by the id of the old key. */
export interface ReplacementStore {
  read(oldKeyId: string): Promise<Replacement | undefined>;
  /** Keeps a new one, in place of one that is over. False if another run was faster. */
  create(state: Replacement, before: Replacement | undefined): Promise<boolean>;
  /**
   * Changes one, on the condition that nobody else does meanwhile; tried again until it is so.
   *
   * @returns the state as it is then
   */
  change(oldKeyId: string, change: (state: Replacement) => Replacement): Promise<Replacement>;
}

/** There is no replacement of this key. */
export class UnknownReplacementError extends Error {
  override name = "UnknownReplacementError";
}

const itemSchema = z.object({ version: z.int().positive(), state: z.string() });

/** Keeps them in a DynamoDB table with the string keys `pk` and `sk`. */
export function dynamoDbReplacements(client: DynamoDBDocumentClient, tableName: string): ReplacementStore {
  const read = async (oldKeyId: string) => {
    const { Item } = await client.send(
      new GetCommand({ TableName: tableName, Key: keyOf(oldKeyId), ConsistentRead: true }),
    );
    if (!Item) return undefined;
    const { version, state } = itemSchema.parse(Item);
    return { version, state: replacementSchema.parse(JSON.parse(state)) };
  };
  const write = async (state: Replacement, versionBefore: number | undefined): Promise<boolean> => {
    try {
      await client.send(
        new PutCommand({
          TableName: tableName,
          Item: {
            ...keyOf(state.oldKey.id),
            version: (versionBefore ?? 0) + 1,
            state: JSON.stringify(state),
          },
          ...(versionBefore === undefined
            ? { ConditionExpression: "attribute_not_exists(pk)" }
            : {
                ConditionExpression: "version = :before",
                ExpressionAttributeValues: { ":before": versionBefore },
              }),
        }),
      );
      return true;
    } catch (error) {
      if (error instanceof Error && error.name === "ConditionalCheckFailedException") return false;
      throw error;
    }
  };
  return {
    read: async (oldKeyId) => (await read(oldKeyId))?.state,
    create: async (state, before) => {
      const there = await read(state.oldKey.id);
      if (JSON.stringify(there?.state) !== JSON.stringify(before)) return false;
      return write(state, there?.version);
    },
    change: async (oldKeyId, change) => {
      for (;;) {
        const there = await read(oldKeyId);
        if (!there) throw new UnknownReplacementError(`The key ${oldKeyId} is not being replaced.`);
        const state = change(there.state);
        if (state === there.state || (await write(state, there.version))) return state;
      }
    },
  };
}

function keyOf(oldKeyId: string): { pk: string; sk: string } {
  return { pk: `key-replacement#${oldKeyId}`, sk: "state" };
}
