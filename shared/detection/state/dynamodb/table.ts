import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";

/** A table with the string keys `pk` and `sk` and the TTL attribute `expiresAt`, and the clock that TTLs count by. */
export interface TableOfState {
  client: DynamoDBDocumentClient;
  tableName: string;
  now: () => Date;
}
