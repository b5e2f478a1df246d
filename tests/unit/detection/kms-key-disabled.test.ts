import { describe, expect, it } from "vitest";
import { detections, evaluator, memoryState } from "../../../shared/detection/index.ts";
import type { CloudTrailRecord } from "../../../shared/trail/index.ts";
import { aRecord } from "../trail/a-record.ts";
import { settingsWith } from "./settings-with.ts";

const keyArn = "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const role = "arn:aws:iam::111122223333:role/app";
const session = "arn:aws:sts::111122223333:assumed-role/app/task-1";

const detection = detections(settingsWith()).filter(
  ({ id }) => id === "kms-key-disabled-or-scheduled-for-deletion",
);
const { matches } = evaluator(detection, settingsWith(), memoryState());

const found = (...records: CloudTrailRecord[]) => matches(records);

const call = (eventName: string, cares: Partial<CloudTrailRecord> = {}) =>
  aRecord({
    eventSource: "kms.amazonaws.com",
    eventName,
    requestParameters: { keyId: "1234abcd-12ab-34cd-56ef-1234567890ab" },
    resources: [{ ARN: keyArn, type: "AWS::KMS::Key", accountId: "111122223333" }],
    ...cares,
  });

describe("kms-key-disabled-or-scheduled-for-deletion", () => {
  it("fires on a key that is disabled, with all that a reader needs to know", async () => {
    const record = call("DisableKey", {
      userIdentity: { type: "AssumedRole", arn: session, sessionContext: { sessionIssuer: { arn: role } } },
    });
    const [finding, ...more] = await found(record);
    expect(more).toEqual([]);
    expect(finding).toMatchObject({
      ruleId: "kms-key-disabled-or-scheduled-for-deletion",
      severity: "HIGH",
      technique: "T1485",
      principal: session,
      entity: keyArn,
      eventName: "DisableKey",
      lastSeen: record.eventTime,
      eventIds: [record.eventID],
      accountId: "111122223333",
      region: "eu-central-1",
      sourceIPAddress: "192.0.2.7",
      userAgent: "aws-cli/2.15",
    });
    expect(finding?.why).toContain(`${session} disabled the key`);
    expect(finding?.remedy).toContain(`aws kms enable-key --key-id ${keyArn}`);
    expect(finding?.remedy).toContain(role);
  });

  it("fires harder on a key that is scheduled for deletion, and tells how long there is to cancel it", async () => {
    const requestParameters = { keyId: keyArn, pendingWindowInDays: 7 };
    const [finding] = await found(call("ScheduleKeyDeletion", { requestParameters }));
    expect(finding?.severity).toBe("CRITICAL");
    expect(finding?.why).toContain("scheduled the key for deletion in 7 days");
    expect(finding?.remedy).toContain(`aws kms cancel-key-deletion --key-id ${keyArn}`);
    expect(finding?.remedy).toContain(`aws kms enable-key --key-id ${keyArn}`);
  });

  it("knows that a deletion without a waiting period comes after 30 days", async () => {
    expect((await found(call("ScheduleKeyDeletion")))[0]?.why).toContain("in 30 days");
  });

  it.each([
    ["a DisableKey that was refused", call("DisableKey", { errorCode: "AccessDenied" })],
    ["a DisableKey of a key that does not exist", call("DisableKey", { errorCode: "NotFoundException" })],
    [
      "a ScheduleKeyDeletion that was refused",
      call("ScheduleKeyDeletion", { errorCode: "KMSInvalidStateException" }),
    ],
    ["an EnableKey", call("EnableKey")],
    ["a CancelKeyDeletion", call("CancelKeyDeletion")],
    ["a DisableKeyRotation", call("DisableKeyRotation")],
    ["a DescribeKey", call("DescribeKey")],
    ["a DisableKey of another service", call("DisableKey", { eventSource: "example.amazonaws.com" })],
  ])("does not fire on %s", async (_, record) => {
    expect(await found(record)).toEqual([]);
  });

  it("says that the key is unknown where the record does not name it", async () => {
    const [finding] = await found(call("DisableKey", { resources: undefined, requestParameters: null }));
    expect(finding?.entity).toBe("unknown key");
  });
});
