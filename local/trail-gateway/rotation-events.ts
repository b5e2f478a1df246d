import type { CloudTrailRecord } from "../../shared/trail/index.ts";
import type { Answer } from "./answer.ts";
import type { Call } from "./call.ts";
import { recordFrame } from "./record.ts";

const secretsManager = "secretsmanager.amazonaws.com";

/**
 * What Secrets Manager itself reports of a rotation: that it started, and how it ended. LocalStack rotates before it
 * answers. Where RotateImmediately is false it does not test either, so that there is nothing to report.
 * Source: the record of a RotationFailed in "Log Secrets Manager events with CloudTrail".
 */
export function rotationEvents(
  call: Call,
  answer: Answer,
  accountId: string,
  times: { calledAt: Date; answeredAt: Date },
): CloudTrailRecord[] {
  const { rotation, body } = answer;
  if (!rotation) return [];
  const event = (eventName: string, at: Date, errorMessage?: string) => ({
    ...recordFrame(call.region, { accountId, invokedBy: secretsManager }, at),
    eventSource: secretsManager,
    eventName,
    sourceIPAddress: secretsManager,
    userAgent: secretsManager,
    ...(errorMessage ? { errorMessage } : {}),
    requestParameters: null,
    responseElements: null,
    additionalEventData: { SecretId: String(body.ARN) },
    requestID: `Rotation-${body.ARN}-${rotation.versionId}`,
    readOnly: false,
    eventType: "AwsServiceEvent",
  });
  const failure = `Error when executing lambda ${rotation.functionArn} during ${rotation.failedAt} step`;
  return [
    event("RotationStarted", times.calledAt),
    rotation.succeeded
      ? event("RotationSucceeded", times.answeredAt)
      : event("RotationFailed", times.answeredAt, failure),
  ];
}
