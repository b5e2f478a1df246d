import { describe, expect, it } from "vitest";
import type { Answer, RotationEnd } from "../../../../local/trail-gateway/answer.ts";
import { accountId, answered, recordsFor, refused, secretArn } from "./a-call.ts";

const functionArn = `arn:aws:lambda:eu-central-1:${accountId}:function:rekey-rotate`;

function rotated(end: Partial<RotationEnd>): Answer {
  const rotation = { succeeded: true, versionId: "v-1", functionArn, ...end };
  return { ...answered({ ARN: secretArn, Name: "prod/db", VersionId: "v-1" }), rotation };
}

const rotate = (answer: Answer) =>
  recordsFor(
    {
      eventSource: "secretsmanager.amazonaws.com",
      eventName: "RotateSecret",
      request: { SecretId: "prod/db" },
    },
    answer,
  );

describe("what Secrets Manager reports of a rotation", () => {
  it("is that it started and that it succeeded, as the service and not as the caller", async () => {
    const [call, started, succeeded, ...more] = await rotate(rotated({}));
    expect(more).toEqual([]);
    expect(call).toMatchObject({ eventName: "RotateSecret", eventType: "AwsApiCall" });
    expect(started).toMatchObject({
      eventVersion: "1.11",
      userIdentity: { accountId, invokedBy: "secretsmanager.amazonaws.com" },
      eventTime: "2026-03-01T12:00:00Z",
      eventSource: "secretsmanager.amazonaws.com",
      eventName: "RotationStarted",
      sourceIPAddress: "secretsmanager.amazonaws.com",
      userAgent: "secretsmanager.amazonaws.com",
      requestParameters: null,
      responseElements: null,
      additionalEventData: { SecretId: secretArn },
      requestID: `Rotation-${secretArn}-v-1`,
      readOnly: false,
      eventType: "AwsServiceEvent",
      managementEvent: true,
      recipientAccountId: accountId,
      eventCategory: "Management",
    });
    expect(succeeded).toEqual({
      ...started,
      eventName: "RotationSucceeded",
      eventTime: "2026-03-01T12:00:05Z",
      eventID: succeeded?.eventID,
    });
    expect(succeeded).not.toHaveProperty("errorMessage");
    expect(succeeded?.eventID).not.toBe(started?.eventID);
  });

  it("is which function failed at which step, without an error code", async () => {
    const [, , failed] = await rotate(rotated({ succeeded: false, failedAt: "createSecret" }));
    expect(failed).toMatchObject({
      eventName: "RotationFailed",
      errorMessage: `Error when executing lambda ${functionArn} during createSecret step`,
      additionalEventData: { SecretId: secretArn },
      requestID: `Rotation-${secretArn}-v-1`,
    });
    expect(failed).not.toHaveProperty("errorCode");
  });

  it("is nothing where nothing was rotated", async () => {
    expect(await rotate(answered({ ARN: secretArn }))).toHaveLength(1);
    expect(await rotate(refused("ResourceNotFoundException"))).toHaveLength(1);
  });
});
