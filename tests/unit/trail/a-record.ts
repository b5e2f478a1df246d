import { randomUUID } from "node:crypto";
import type { CloudTrailRecord } from "../../../shared/trail/index.ts";

/** A record of a call that succeeded, with what a test cares about put in its place. */
export function aRecord(cares: Partial<CloudTrailRecord> = {}): CloudTrailRecord {
  return {
    eventVersion: "1.11",
    userIdentity: {
      type: "IAMUser",
      principalId: "AIDAEXAMPLE",
      arn: "arn:aws:iam::111122223333:user/alice",
      accountId: "111122223333",
      userName: "alice",
    },
    eventTime: "2026-03-01T12:00:00Z",
    eventSource: "secretsmanager.amazonaws.com",
    eventName: "GetSecretValue",
    awsRegion: "eu-central-1",
    sourceIPAddress: "192.0.2.7",
    userAgent: "aws-cli/2.15",
    requestParameters: { secretId: "prod/db" },
    responseElements: null,
    eventID: randomUUID(),
    readOnly: true,
    eventType: "AwsApiCall",
    managementEvent: true,
    recipientAccountId: "111122223333",
    eventCategory: "Management",
    ...cares,
  };
}

/** A record as EventBridge delivers it. */
export function asEvent(detail: unknown): string {
  return JSON.stringify({
    version: "0",
    source: "aws.secretsmanager",
    "detail-type": "AWS API Call via CloudTrail",
    detail,
  });
}
