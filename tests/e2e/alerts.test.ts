import { randomUUID } from "node:crypto";
import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import {
  CreateKeyCommand,
  DisableKeyCommand,
  EnableKeyCommand,
  ScheduleKeyDeletionCommand,
} from "@aws-sdk/client-kms";
import { GetSecretValueCommand } from "@aws-sdk/client-secrets-manager";
import {
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
} from "@aws-sdk/client-sqs";
import { beforeAll, describe, expect, it } from "vitest";
import { type AlertInbox, subscribe } from "../../local/demo/alerts.ts";
import { disableKey } from "../../local/demo/intruder.ts";
import { createPrincipal } from "../../local/demo/principals.ts";
import { eventually, kms, secretsManager, secretUnderRotation, settings, sqs, stack } from "./deployed.ts";

let inbox: AlertInbox;
beforeAll(async () => {
  inbox = await subscribe(settings, stack.outputs.AlertTopicArn, `alerts-${randomUUID()}`);
});

describe("an alert from CloudTrail to the topic", () => {
  it("tells who disabled a key, what key, when, and what to do", async () => {
    const intruder = await createPrincipal(settings, `intruder-${randomUUID()}`, {
      Action: ["kms:*"],
      Resource: "*",
    });
    const keyId = await newKey();
    const { keyArn } = await disableKey(intruder, keyId);

    const { finding } = await inbox.first(({ entity }) => entity === keyArn);

    expect(finding).toMatchObject({
      ruleId: "kms-key-disabled-or-scheduled-for-deletion",
      severity: "HIGH",
      eventName: "DisableKey",
      principal: expect.stringMatching(/^arn:aws:iam::000000000000:user\/intruder-/),
      sourceIPAddress: "127.0.0.1",
      remedy: expect.stringContaining(`aws kms enable-key --key-id ${keyArn}`),
    });
    expect(Math.abs(Date.now() - Date.parse(finding.lastSeen))).toBeLessThan(60_000);
  });

  it("is critical for a key scheduled for deletion", async () => {
    const keyId = await newKey();
    await kms.send(new ScheduleKeyDeletionCommand({ KeyId: keyId, PendingWindowInDays: 7 }));
    const { finding } = await inbox.first(({ entity }) => entity.endsWith(keyId));
    expect(finding).toMatchObject({ severity: "CRITICAL", eventName: "ScheduleKeyDeletion" });
    expect(finding.why).toContain("7 days");
  });

  it("comes once, however often the event is delivered", async () => {
    const keyId = await newKey();
    await kms.send(new DisableKeyCommand({ KeyId: keyId }));
    const { finding } = await inbox.first(({ entity }) => entity.endsWith(keyId));

    // The same finding twice on the stack's bus, as a repeated batch would put it there.
    const eventBridge = new EventBridgeClient(settings);
    const repeat = {
      EventBusName: stack.outputs.EventBusName,
      Source: "rekey",
      DetailType: "Rekey Finding",
      Detail: JSON.stringify(finding),
    };
    await eventBridge.send(new PutEventsCommand({ Entries: [repeat, repeat] }));
    // Another alert behind them: when it has come, the repeated ones would have come too.
    const other = await newKey();
    await kms.send(new DisableKeyCommand({ KeyId: other }));
    await inbox.first(({ entity }) => entity.endsWith(other));
    expect(inbox.received().filter(({ finding: { id } }) => id === finding.id)).toHaveLength(1);
  });

  it("does not come for a key that is only enabled, or a call that failed", async () => {
    const keyId = await newKey();
    await kms.send(new EnableKeyCommand({ KeyId: keyId }));
    await expect(
      kms.send(new DisableKeyCommand({ KeyId: keyId.replace(/^..../, "0000") })),
    ).rejects.toThrow();
    const other = await newKey();
    await kms.send(new DisableKeyCommand({ KeyId: other }));
    await inbox.first(({ entity }) => entity.endsWith(other));
    expect(inbox.received().filter(({ finding: { entity } }) => entity.endsWith(keyId))).toEqual([]);
  });
});

describe("floods", () => {
  it("alerts when a secret is read more than 100 times in five minutes", async () => {
    const { name } = await secretUnderRotation();
    for (let done = 0; done < 101; done += 1) {
      await secretsManager.send(new GetSecretValueCommand({ SecretId: name }));
    }
    const { finding } = await inbox.first(
      ({ ruleId, entity }) => ruleId === "secret-read-rate" && entity.endsWith(name),
    );
    expect(finding.why).toMatch(/at least 10[1-9] times within five minutes; the threshold is 100/);
  });

  it("alerts when there are more than 10,000 KMS requests in five minutes", async () => {
    const account = "111122223333";
    const events = Array.from({ length: 10_001 }, () => kmsEvent(account));
    await sendToTrailQueue(events);
    const { finding } = await inbox.first(
      ({ ruleId, accountId }) => ruleId === "kms-request-rate" && accountId === account,
    );
    expect(finding.entity).toBe(`${account}/us-east-1`);
    expect(finding.why).toContain("the threshold is 10000");
  }, 180_000);
});

describe("what cannot be read", () => {
  it("ends in the dead-letter queue; the records beside it are evaluated", async () => {
    const marker = randomUUID();
    await sqs.send(
      new SendMessageCommand({ QueueUrl: stack.outputs.TrailQueueUrl, MessageBody: `no event ${marker}` }),
    );
    const keyId = await newKey();
    await kms.send(new DisableKeyCommand({ KeyId: keyId }));
    await inbox.first(({ entity }) => entity.endsWith(keyId));

    const { QueueUrl } = await sqs.send(
      new GetQueueUrlCommand({ QueueName: `rekey-${stack.stage}-detect-dead-letters` }),
    );
    const letter = await eventually("the dead letter", async () => {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 1, MessageAttributeNames: ["All"] }),
      );
      return Messages.find(({ Body }) => Body?.includes(marker));
    });
    expect(letter.MessageAttributes?.reason?.StringValue).toContain("not JSON");
  });
});

async function newKey(): Promise<string> {
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({ Description: "of a test" }));
  return KeyMetadata?.KeyId ?? "";
}

/** Sends events to the queue that EventBridge's rules feed, as many at once as SQS takes. */
async function sendToTrailQueue(events: object[]): Promise<void> {
  const QueueUrl = stack.outputs.TrailQueueUrl;
  for (let from = 0; from < events.length; from += 100) {
    const tens = Array.from({ length: 10 }, (_, ten) => events.slice(from + ten * 10, from + ten * 10 + 10));
    await Promise.all(
      tens
        .filter((ten) => ten.length > 0)
        .map((ten) =>
          sqs.send(
            new SendMessageBatchCommand({
              QueueUrl,
              Entries: ten.map((event, at) => ({ Id: String(at), MessageBody: JSON.stringify(event) })),
            }),
          ),
        ),
    );
  }
}

function kmsEvent(account: string): object {
  return {
    source: "aws.kms",
    "detail-type": "AWS API Call via CloudTrail",
    detail: {
      eventVersion: "1.11",
      eventID: randomUUID(),
      eventTime: `${new Date().toISOString().slice(0, 19)}Z`,
      eventSource: "kms.amazonaws.com",
      eventName: "Decrypt",
      eventType: "AwsApiCall",
      awsRegion: "us-east-1",
      userIdentity: { type: "AWSAccount", principalId: "AIDAEXAMPLE", accountId: account },
      recipientAccountId: account,
    },
  };
}
