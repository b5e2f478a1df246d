import { SNSClient, SubscribeCommand } from "@aws-sdk/client-sns";
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import type { Finding } from "../../shared/findings/index.ts";
import type { ClientSettings } from "../client-settings.ts";
import { waitFor } from "../wait-for.ts";

/** A subscription of the alert topic. */
export interface AlertInbox {
  /** Waits for the first alert that fits; returns it with the moment it was received. */
  next(
    fits: (finding: Finding) => boolean,
    signal?: AbortSignal,
  ): Promise<{ finding: Finding; receivedAt: Date }>;
}

/** Subscribes a queue to the alert topic, as a program that handles alerts would. */
export async function subscribe(
  settings: ClientSettings,
  topicArn: string,
  queueName: string,
): Promise<AlertInbox> {
  const sqs = new SQSClient(settings);
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: queueName }));
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["QueueArn"] }),
  );
  await new SNSClient(settings).send(
    new SubscribeCommand({
      TopicArn: topicArn,
      Protocol: "sqs",
      Endpoint: Attributes?.QueueArn,
      Attributes: { RawMessageDelivery: "true" },
    }),
  );
  const receive = async (fits: (finding: Finding) => boolean) => {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 1, MaxNumberOfMessages: 10 }),
    );
    const finding = Messages.map((message) => JSON.parse(message.Body ?? "{}") as Finding).find(fits);
    return finding && { finding, receivedAt: new Date() };
  };
  return {
    next: (fits, signal) =>
      waitFor(() => receive(fits), { what: "an alert on the topic", seconds: 60, everyMs: 50, signal }),
  };
}
