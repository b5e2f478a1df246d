import { randomUUID } from "node:crypto";
import { ScanCommand } from "@aws-sdk/lib-dynamodb";
import { beforeAll, describe, expect, it } from "vitest";
import { dynamoDbSituations, type SituationStore, situations } from "../../../shared/findings/index.ts";
import { aSignal, moment } from "../../unit/findings/situations/a-signal.ts";
import { specifySituations } from "../../unit/findings/situations/specification.ts";
import { aTable } from "../a-table.ts";

let table: Awaited<ReturnType<typeof aTable>>;
let store: SituationStore;
beforeAll(async () => {
  table = await aTable();
  store = dynamoDbSituations(table.dynamoDb, table.TableName);
});

describe("situations in DynamoDB", () => {
  specifySituations(() => store, { numRuns: 10 });

  it("cost one write for a batch about one entity, two when it begins, and none when it tells nothing new", async () => {
    const entity = randomUUID();
    const writes: string[] = [];
    const { dynamoDb, TableName } = await aTable();
    dynamoDb.middlewareStack.add(
      (next, { commandName = "" }) =>
        (args) => {
          if (/Put|Write|Update|Delete/.test(commandName)) writes.push(commandName);
          return next(args);
        },
      { step: "initialize" },
    );
    const { merge } = situations(dynamoDbSituations(dynamoDb, TableName));
    const batch = (from: number) => Array.from({ length: 50 }, (_, n) => aSignal(from + n, { entity }));
    await merge(batch(0), moment(50));
    expect(writes).toEqual(["TransactWriteItemsCommand"]);
    await merge(batch(50), moment(100));
    expect(writes).toEqual(["TransactWriteItemsCommand", "PutItemCommand"]);
    await merge(batch(50), moment(100));
    expect(writes).toHaveLength(2);
  });

  it("read more entities than DynamoDB gives at once", async () => {
    const signals = Array.from({ length: 120 }, (_, n) => aSignal(0, { entity: `${randomUUID()}-${n}` }));
    const { merge } = situations(store);
    const first = await merge(signals, moment(0));
    expect(first).toHaveLength(120);
    expect(await merge(signals, moment(9))).toEqual(first);
  });

  it("expire five days after they are over, and leave no appointment behind", async () => {
    const { dynamoDb, TableName } = await aTable();
    const { merge, close, published } = situations(dynamoDbSituations(dynamoDb, TableName));
    await merge([aSignal(0)], moment(0));
    await published(await close(moment(600)), moment(601));
    const { Items = [] } = await dynamoDb.send(new ScanCommand({ TableName }));
    expect(Items).toHaveLength(1);
    expect(Items[0]?.expiresAt).toBe(moment(601).getTime() / 1_000 + 5 * 86_400);
  });
});
