import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import type { DetectionState } from "../state.ts";
import { dynamoDbFacts } from "./facts.ts";
import { dynamoDbLedger } from "./ledger.ts";

/**
 * Remembers in a DynamoDB table with the string keys `pk` and `sk` and the TTL attribute `expiresAt`. Writes follow
 * batches and not events: one for each bucket of time that a batch touches, and some for what is new.
 *
 * @param now the clock
 */
export function dynamoDbState(
  client: DynamoDBDocumentClient,
  tableName: string,
  now: () => Date = () => new Date(),
): DetectionState {
  const table = { client, tableName, now };
  const { begin, ...ledger } = dynamoDbLedger(table);
  return { clock: "wall", ledger, facts: dynamoDbFacts(table), begin, unseen: (records) => records };
}
