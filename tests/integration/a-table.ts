import { randomUUID } from "node:crypto";
import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { inject } from "vitest";
import { clientSettings } from "../../local/client-settings.ts";

/** Creates a table with the keys of the stack's table. */
export async function aTable(): Promise<{ dynamoDb: DynamoDBDocumentClient; TableName: string }> {
  const dynamoDb = DynamoDBDocumentClient.from(
    new DynamoDBClient(clientSettings(inject("integration").endpoint)),
  );
  const TableName = `table-${randomUUID()}`;
  const key = ["pk", "sk"] as const;
  await dynamoDb.send(
    new CreateTableCommand({
      TableName,
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: key.map((AttributeName) => ({ AttributeName, AttributeType: "S" })),
      KeySchema: key.map((AttributeName, n) => ({ AttributeName, KeyType: n === 0 ? "HASH" : "RANGE" })),
    }),
  );
  return { dynamoDb, TableName };
}
