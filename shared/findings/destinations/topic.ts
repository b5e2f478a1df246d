import { PublishCommand, type SNSClient } from "@aws-sdk/client-sns";
import type { Finding } from "../finding.ts";
import { fitInto } from "../formats/fit-into.ts";
import { subjectOf, textOf } from "../formats/text.ts";

/** Subscribers' protocols that a program reads; the others get the text. */
const programs = ["sqs", "lambda", "http", "https", "firehose"] as const;

/** SNS takes 256 KB at once, what is said to all protocols together, and the attributes. */
const mostBytes = 250_000;

/** Sends a finding to an SNS topic: as text to people, as JSON to programs, severity, status and rule as attributes to filter by. */
export async function sendToTopic(client: SNSClient, topicArn: string, finding: Finding): Promise<void> {
  const fitted = fitInto(finding, (it) => Buffer.byteLength(messageOf(it)) <= mostBytes);
  await client.send(
    new PublishCommand({
      TopicArn: topicArn,
      Subject: subjectOf(finding),
      MessageStructure: "json",
      Message: messageOf(fitted),
      MessageAttributes: {
        severity: { DataType: "String", StringValue: finding.severity },
        status: { DataType: "String", StringValue: finding.status },
        ruleId: { DataType: "String", StringValue: finding.ruleId },
      },
    }),
  );
}

function messageOf(finding: Finding): string {
  const json = JSON.stringify(finding);
  return JSON.stringify({
    default: textOf(finding),
    ...Object.fromEntries(programs.map((protocol) => [protocol, json])),
  });
}
