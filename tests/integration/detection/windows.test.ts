import { randomUUID } from "node:crypto";
import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, ScanCommand } from "@aws-sdk/lib-dynamodb";
import fc from "fast-check";
import { beforeAll, describe, expect, inject, it } from "vitest";
import { clientSettings } from "../../../local/client-settings.ts";
import { dynamoDbWindows } from "../../../shared/detection/index.ts";
import { deliveries, expectedIds, foundIds } from "../../unit/detection/deliveries.ts";

const TableName = `windows-${randomUUID()}`;
const dynamoDb = DynamoDBDocumentClient.from(
  new DynamoDBClient(clientSettings(inject("integration").endpoint)),
);
const now = new Date("2026-03-01T12:00:00Z");
const windows = dynamoDbWindows(dynamoDb, TableName, () => now);

beforeAll(async () => {
  const key = ["pk", "sk"] as const;
  await dynamoDb.send(
    new CreateTableCommand({
      TableName,
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: key.map((AttributeName) => ({ AttributeName, AttributeType: "S" })),
      KeySchema: key.map((AttributeName, n) => ({ AttributeName, KeyType: n === 0 ? "HASH" : "RANGE" })),
    }),
  );
});

const events = (count: number, second: number) =>
  Array.from({ length: count }, () => ({ eventId: randomUUID(), second }));

describe("the windows in DynamoDB", () => {
  it("find what the windows in memory find, whatever the order, the repetitions and the batches", async () => {
    await fc.assert(
      fc.asyncProperty(deliveries, async (delivery) => {
        // An account of its own for each run: they share the table.
        const account = randomUUID();
        expect(await foundIds(delivery, account, windows)).toEqual(expectedIds(delivery, account));
      }),
      { numRuns: 10 },
    );
  });

  it("count an event once, however often and by however many writers at once it is added", async () => {
    const series = `once-${randomUUID()}`;
    const batch = [...events(3, 1_000), ...events(2, 1_031)];
    const writers = Array.from({ length: 5 }, () => windows.add(series, batch, 10, 60));
    await Promise.all(writers);
    expect(await windows.counts(series, 0, 2_000)).toEqual(
      new Map([
        [1_000, 3],
        [1_031, 2],
      ]),
    );
  });

  it("count between two seconds, both included, and no other series", async () => {
    const series = `between-${randomUUID()}`;
    for (const second of [999, 1_000, 1_001, 1_002]) await windows.add(series, events(1, second), 10, 60);
    await windows.add(`${series}-other`, events(5, 1_000), 10, 60);
    expect([...(await windows.counts(series, 1_000, 1_001)).keys()]).toEqual([1_000, 1_001]);
  });

  it("hold more events than DynamoDB takes or gives at once", async () => {
    const series = `many-${randomUUID()}`;
    const batch = Array.from({ length: 30 }, (_, n) => events(100, 3_000 + n)).flat();
    await windows.add(series, [...batch, ...events(2_000, 4_000)], 10_000, 60);
    const counts = await windows.counts(series, 0, 5_000);
    expect([...counts.values()].reduce((sum, count) => sum + count)).toBe(5_000);
  });

  it("leave out what is more than enough, and still have enough", async () => {
    const series = `enough-${randomUUID()}`;
    await windows.add(series, events(5_000, 1_000), 1_500, 60);
    const count = (await windows.counts(series, 1_000, 1_000)).get(1_000) ?? 0;
    expect(count).toBeGreaterThanOrEqual(1_500);
    expect(count).toBeLessThan(5_000);
  });

  it("expire when their time is over", async () => {
    const series = `expires-${randomUUID()}`;
    await windows.add(series, events(1, 1_000), 10, 3_900);
    const { Items = [] } = await dynamoDb.send(new ScanCommand({ TableName }));
    const item = Items.find(({ pk }) => String(pk).includes(series));
    expect(item?.expiresAt).toBe(now.getTime() / 1_000 + 3_900);
  });
});
