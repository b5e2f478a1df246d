import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import fc from "fast-check";
import { describe, expect, inject, it } from "vitest";
import { clientSettings } from "../../../local/client-settings.ts";
import { dynamoDbState } from "../../../shared/detection/index.ts";
import { deliveries, expectedOf, foundIn, later } from "../../unit/detection/deliveries.ts";
import { aTable } from "./a-table.ts";

const client = DynamoDBDocumentClient.from(
  new DynamoDBClient(clientSettings(inject("integration").endpoint)),
);

describe("what all kinds of detections find with their state in DynamoDB", () => {
  it("is what they find in memory, whatever the order, repetitions, batches, and evaluators at once", async () => {
    await fc.assert(
      fc.asyncProperty(deliveries, async (delivery) => {
        const table = await aTable(client);
        const access = () => dynamoDbState(client, table, () => later);
        expect(await foundIn(delivery, [access(), access()])).toEqual(await expectedOf(delivery));
      }),
      { numRuns: 5, endOnFailure: true },
    );
  });
});
