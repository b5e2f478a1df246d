import { PublishCommand, type SNSClient } from "@aws-sdk/client-sns";
import type { Finding } from "../finding.ts";
import { subjectOf, textOf } from "../formats/text.ts";

/** Subscribers' protocols that a program reads; the others get the text. */
const programs = ["sqs", "lambda", "http", "https", "firehose"] as const;

/** Sends a finding to an SNS topic: as text to people, as JSON to programs, severity, status and rule as attributes to filter by. */
export async function sendToTopic(client: SNSClient, topicArn: string, finding: Finding): Promise<void> {
  const json = JSON.stringify(finding);
  await client.send(
    new PublishCommand({
      TopicArn: topicArn,
      Subject: subjectOf(finding),
      MessageStructure: "json",
      Message: JSON.stringify({
        default: textOf(finding),
        ...Object.fromEntries(programs.map((protocol) => [protocol, json])),
      }),
      MessageAttributes: {
        severity: { DataType: "String", StringValue: finding.severity },
        status: { DataType: "String", StringValue: finding.status },
        ruleId: { DataType: "String", StringValue: finding.ruleId },
      },
    }),
  );
}
