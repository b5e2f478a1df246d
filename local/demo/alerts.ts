import { SNSClient, SubscribeCommand } from "@aws-sdk/client-sns";
import {
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { type Finding, findingSchema } from "../../shared/findings/index.ts";
import type { ClientSettings } from "../client-settings.ts";
import { waitFor } from "../wait-for.ts";

/** An alert, and when it was received. */
export interface Alert {
  finding: Finding;
  receivedAt: Date;
}

/** A subscription of the alert topic, as a program that handles alerts would have one. */
export interface AlertInbox {
  /** All alerts received so far, in their order. */
  received(): readonly Alert[];
  /** Waits for an alert that fits, if none has come yet. */
  first(fits: (finding: Finding) => boolean, signal?: AbortSignal): Promise<Alert>;
}

/** Subscribes a queue to the alert topic. */
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
  const received: Alert[] = [];
  const receive = async () => {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 1, MaxNumberOfMessages: 10 }),
    );
    received.push(...Messages.flatMap(({ Body }) => alertIn(Body)));
    const Entries = Messages.map(({ ReceiptHandle }, at) => ({ Id: String(at), ReceiptHandle }));
    if (Entries.length > 0) await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
  };
  return {
    received: () => received,
    first: (fits, signal) =>
      waitFor(
        async () => {
          if (!received.some(({ finding }) => fits(finding))) await receive();
          return received.find(({ finding }) => fits(finding));
        },
        { what: "an alert on the topic", seconds: 60, everyMs: 50, signal },
      ),
  };
}

/** The topic carries CloudWatch's alarms too; they are no findings. */
function alertIn(body: string | undefined): Alert[] {
  const { data } = findingSchema.safeParse(JSON.parse(body ?? "{}"));
  return data ? [{ finding: data, receivedAt: new Date() }] : [];
}
