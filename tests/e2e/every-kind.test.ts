import { randomUUID } from "node:crypto";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { SendMessageBatchCommand } from "@aws-sdk/client-sqs";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { addMilliseconds, subDays } from "date-fns";
import { beforeAll, describe, expect, it } from "vitest";
import { type AlertInbox, subscribe } from "../../local/demo/alerts.ts";
import { byRole, byUser, call, read, rotation } from "../../shared/detection/examples/builders.ts";
import { countsOfWeek } from "../../shared/detection/kinds/rate.ts";
import { dynamoDbFacts } from "../../shared/detection/state/dynamodb/facts.ts";
import type { CloudTrailRecord } from "../../shared/trail/index.ts";
import { dynamoDb, settings, sqs, stack } from "./deployed.ts";

const now = new Date();
const minuteMs = 60_000;

let inbox: AlertInbox;
beforeAll(async () => {
  inbox = await subscribe(settings, stack.outputs.AlertTopicArn, `kinds-${randomUUID()}`);
});

/** A name that no other test uses. */
const unique = () => `of-a-test-${randomUUID().slice(0, 8)}`;

/** What happened, put at a moment. */
const at = (record: CloudTrailRecord, moment: Date): CloudTrailRecord => ({
  ...record,
  eventID: randomUUID(),
  eventTime: `${moment.toISOString().slice(0, 19)}Z`,
});

const ago = (minutes: number) => addMilliseconds(now, -minutes * minuteMs);

describe("an alert of each kind, through the deployed stack", () => {
  it("first-seen: a secret is read by somebody who never read it in three weeks", async () => {
    const secret = unique();
    await deliver([
      ...[21, 14, 7, 1].map((days) => at(read(secret, byRole("shop")), subDays(now, days))),
      at(read(secret, byUser("mallory")), ago(1)),
    ]);
    const { finding } = await alertOf("secret-first-read-by-principal", secret);
    expect(finding.principal).toMatch(/user\/mallory$/);
    expect(finding.count).toBe(1);
  });

  it("sequence: somebody lists the secrets and reads one after the other", async () => {
    const name = unique();
    const mallory = byUser(name);
    await deliver([
      ...["a", "b", "c", "d", "e", "f"].map((secret, n) =>
        at(read(`${unique()}-${secret}`, mallory), ago(4 - n / 10)),
      ),
      // It comes last, and was first.
      at(call("secretsmanager", "ListSecrets", { maxResults: 100 }, mallory), ago(5)),
    ]);
    const { finding } = await alertOf("secrets-listed-then-read", name);
    expect(finding.severity).toBe("MEDIUM");
  });

  it("absence: a rotation began two hours ago, and nothing was heard of it since", async () => {
    const secret = unique();
    const begun = rotation("Started");
    const arn = `arn:aws:secretsmanager:eu-central-1:111122223333:secret:${secret}-AbCdEf`;
    await deliver([{ ...at(begun, ago(120)), additionalEventData: { SecretId: arn } }]);
    await sweepAfterwards();
    const { finding } = await alertOf("secret-rotation-stuck", secret);
    expect(finding.why).toContain("within 60 minutes");
  });

  it("rate: a secret that is read once an hour is read thirty times in one", async () => {
    const secret = unique();
    const hour = Math.floor(ago(1).getTime() / 3_600_000);
    // As the sweeps of three weeks would have left it.
    const facts = dynamoDbFacts({
      client: DynamoDBDocumentClient.from(dynamoDb),
      tableName: stack.outputs.TableName,
      now: () => new Date(),
    });
    const series = `secret-read-against-baseline#111122223333/eu-central-1/${secret}`;
    const past = Array.from({ length: 20 * 24 }, (_, hours) => hour - 24 - hours);
    for (const [week, hours] of Map.groupBy(past, (each) => Math.floor(each / 168))) {
      const counts = Object.fromEntries(hours.map((each) => [String(each % 168), 1]));
      await facts.merge(countsOfWeek(week), new Map([[series, counts]]));
    }
    await deliver(Array.from({ length: 30 }, () => at(read(secret, byRole("shop")), ago(1))));
    await sweepAfterwards();
    const { finding } = await alertOf("secret-read-against-baseline", secret);
    expect(finding).toMatchObject({ count: 30, why: expect.stringContaining("its past lets expect 1") });
  });
});

/** Sends records to the queue that EventBridge's rules feed. */
async function deliver(records: readonly CloudTrailRecord[]): Promise<void> {
  for (let from = 0; from < records.length; from += 10) {
    await sqs.send(
      new SendMessageBatchCommand({
        QueueUrl: stack.outputs.TrailQueueUrl,
        Entries: records.slice(from, from + 10).map((detail, entry) => ({
          Id: String(entry),
          MessageBody: JSON.stringify({
            source: `aws.${detail.eventSource.split(".")[0]}`,
            "detail-type": "AWS API Call via CloudTrail",
            detail,
          }),
        })),
      }),
    );
  }
}

/** Sweeps once detect has read what was delivered so far, which an alert about a later event tells. */
async function sweepAfterwards(): Promise<void> {
  const key = `arn:aws:kms:eu-central-1:111122223333:key/${randomUUID()}`;
  const disabled = call("kms", "DisableKey", { keyId: key });
  await deliver([at({ ...disabled, resources: [{ ARN: key, type: "AWS::KMS::Key" }] }, now)]);
  await inbox.first(({ entity }) => entity === key);
  const { FunctionError } = await new LambdaClient(settings).send(
    new InvokeCommand({ FunctionName: `rekey-${stack.stage}-sweep` }),
  );
  expect(FunctionError).toBeUndefined();
}

function alertOf(ruleId: string, about: string) {
  return inbox.first((finding) => finding.ruleId === ruleId && finding.entity.includes(about));
}
