import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { CreateKeyCommand, ScheduleKeyDeletionCommand } from "@aws-sdk/client-kms";
import { CreateSecretCommand } from "@aws-sdk/client-secrets-manager";
import { GetQueueUrlCommand, ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { describe, expect, it, onTestFinished } from "vitest";
import { subscribe } from "../../local/demo/alerts.ts";
import { eventually, kms, secretsManager, settings, sqs, stack } from "./deployed.ts";
import { webhookSecrets } from "./environment.ts";

describe("a finding and its destinations", () => {
  // Functions in a container do not reach a server of this process.
  it.skipIf(stack.logDirectory === undefined)(
    "reaches a chat once, when it says, while another does not take it: there it ends as a dead letter",
    async () => {
      // Without its word, the second attempt would follow after a second.
      const slack = await startChat((asked) => (asked === 1 ? [429, { "retry-after": "4" }] : [200]));
      const teams = await startChat(() => [500]);
      for (const [Name, chat] of [
        [webhookSecrets.slack, slack],
        [webhookSecrets.teams, teams],
      ] as const)
        await secretsManager.send(new CreateSecretCommand({ Name, SecretString: chat.url }));
      const inbox = await subscribe(settings, stack.outputs.AlertTopicArn, `destinations-${randomUUID()}`);

      const { KeyMetadata } = await kms.send(new CreateKeyCommand({ Description: "of a test" }));
      const keyId = KeyMetadata?.KeyId ?? "";
      await kms.send(new ScheduleKeyDeletionCommand({ KeyId: keyId, PendingWindowInDays: 7 }));
      const { finding } = await inbox.first(({ entity }) => entity.endsWith(keyId));

      const posted = await eventually("the message in Slack", async () => slack.about(keyId)[1]);
      expect(posted.at - (slack.about(keyId)[0]?.at ?? 0)).toBeGreaterThanOrEqual(3_500);
      expect(JSON.parse(posted.body)).toMatchObject({
        blocks: expect.arrayContaining([expect.objectContaining({ type: "header" })]),
      });

      // What people have heard of comes again, as from a repeated batch, and then something new.
      const { FailedEntryCount } = await new EventBridgeClient(settings).send(
        new PutEventsCommand({
          Entries: [finding, { ...finding, id: randomUUID() }].map((detail) => ({
            EventBusName: stack.outputs.EventBusName,
            Source: "rekey",
            DetailType: "Rekey Finding",
            Detail: JSON.stringify(detail),
          })),
        }),
      );
      expect(FailedEntryCount).toBe(0);
      await eventually("the other message in Slack", async () => slack.about(keyId)[2]);
      expect(slack.about(keyId)).toHaveLength(3);

      const letter = await eventually("the dead letter", () => deadLetterAbout(finding.id));
      expect(letter).toContain(keyId);
      expect(teams.about(keyId).length).toBeGreaterThanOrEqual(2);
    },
  );
});

/**
 * A server that stands for a chat's webhook.
 *
 * @param answer status and headers, by how often it was asked
 */
async function startChat(answer: (asked: number) => [status: number, headers?: Record<string, string>]) {
  const posted: { body: string; at: number }[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    posted.push({ body: Buffer.concat(chunks).toString("utf8"), at: performance.now() });
    response.writeHead(...answer(posted.length)).end();
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/webhook`,
    about: (keyId: string) => posted.filter(({ body }) => body.includes(keyId)),
  };
}

async function deadLetterAbout(findingId: string): Promise<string | undefined> {
  const { QueueUrl } = await sqs.send(
    new GetQueueUrlCommand({ QueueName: `rekey-${stack.stage}-notify-teams-dead-letters` }),
  );
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 1, MaxNumberOfMessages: 10 }),
  );
  return Messages.map(({ Body = "" }) => Body).find((body) => body.includes(findingId));
}
