import { PutCommand, ScanCommand, TransactWriteCommand } from "@aws-sdk/lib-dynamodb";
import { expect, it } from "vitest";
import { aTable } from "../a-table.ts";

it("keeps what is written while transactions on the same table fail", async () => {
  const { dynamoDb, TableName } = await aTable();
  const put = (pk: string) => ({ TableName, Item: { pk, sk: "state", text: "x".repeat(100) } });
  await dynamoDb.send(new PutCommand(put("taken")));
  const refused = async () =>
    dynamoDb.send(
      new TransactWriteCommand({
        TransactItems: [{ Put: { ...put("taken"), ConditionExpression: "attribute_not_exists(pk)" } }],
      }),
    );
  const keys = Array.from({ length: 400 }, (_, n) => `key-${n}`);
  const [early, late] = [keys.slice(0, 200), keys.slice(200)];
  await Promise.all(early.map(async (key) => dynamoDb.send(new PutCommand(put(key)))));

  await Promise.all(
    late.flatMap((key) => [
      dynamoDb.send(new PutCommand(put(key))),
      expect(refused()).rejects.toMatchObject({ name: "TransactionCanceledException" }),
    ]),
  );

  const { Items = [] } = await dynamoDb.send(new ScanCommand({ TableName, ConsistentRead: true }));
  expect(Items.map(({ pk }) => pk).sort()).toEqual(["taken", ...keys].sort());
});
