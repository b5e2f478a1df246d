import { randomUUID } from "node:crypto";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { expect, it } from "vitest";
import { subscribe } from "../../local/demo/alerts.ts";
import { dynamoDbSituations, situations } from "../../shared/findings/index.ts";
import { aSignal } from "../unit/findings/situations/a-signal.ts";
import { dynamoDb, settings, stack } from "./deployed.ts";

it("tells people the totals when nothing of a finding was seen any more", async () => {
  const inbox = await subscribe(settings, stack.outputs.AlertTopicArn, `closing-${randomUUID()}`);
  const table = dynamoDbSituations(DynamoDBDocumentClient.from(dynamoDb), stack.outputs.TableName);
  const entity = `of-a-test-${randomUUID()}`;
  // As detect would have stored it two hours ago.
  const then = new Date(Date.now() - 7_200_000);
  await situations(table).merge([aSignal(0, { entity }), aSignal(10, { entity })], then);

  const FunctionName = `rekey-${stack.stage}-sweep`;
  const { FunctionError } = await new LambdaClient(settings).send(new InvokeCommand({ FunctionName }));
  expect(FunctionError).toBeUndefined();

  const { finding } = await inbox.first((found) => found.entity === entity);
  expect(finding).toMatchObject({ status: "CLOSED", count: 2, revision: 2 });
});
