import { SendMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";

/**
 * Puts what cannot be read into a queue for people to look at, at once: trying it again would not mend it.
 *
 * @param reason why it cannot be read; stands beside the text as the attribute `reason`
 */
export async function sendToDeadLetters(
  client: SQSClient,
  queueUrl: string,
  text: string,
  reason: string,
): Promise<void> {
  await client.send(
    new SendMessageCommand({
      QueueUrl: queueUrl,
      MessageBody: text,
      MessageAttributes: { reason: { DataType: "String", StringValue: reason } },
    }),
  );
}
