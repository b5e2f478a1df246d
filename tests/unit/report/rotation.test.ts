import { describe, expect, it } from "vitest";
import type { RotationInAccount } from "../../../shared/report/index.ts";
import type { CloudTrailRecord } from "../../../shared/trail/index.ts";
import { read, secretArn } from "../audit/records.ts";
import { aRecord } from "../trail/a-record.ts";
import { gathered } from "./gathered.ts";

const secret = "111122223333/eu-central-1/prod/db";

const told = (eventName: string, eventTime: string, errorMessage?: string): CloudTrailRecord =>
  aRecord({
    eventName,
    eventTime,
    ...(errorMessage && { errorMessage }),
    readOnly: false,
    requestParameters: null,
    additionalEventData: { SecretId: secretArn },
    userIdentity: { accountId: "111122223333", invokedBy: "secretsmanager.amazonaws.com" },
  });

const promoted = (eventTime: string) =>
  aRecord({
    eventName: "UpdateSecretVersionStage",
    eventTime,
    readOnly: false,
    requestParameters: { secretId: secretArn, versionStage: "AWSCURRENT", moveToVersionId: "two" },
  });

async function rotationOf(records: readonly CloudTrailRecord[], setting?: Partial<RotationInAccount>) {
  const account = setting && { rotation: [{ secret, isOn: true, ...setting }], aliases: new Map() };
  const { rotation } = await gathered(records, { account });
  return rotation;
}

describe("rotation, as the trail tells it,", () => {
  it("is on where one succeeded, with when", async () => {
    expect(
      await rotationOf([
        told("RotationStarted", "2026-03-02T01:00:00Z"),
        told("RotationSucceeded", "2026-03-02T01:00:09Z"),
      ]),
    ).toEqual({
      from: "trail",
      secrets: [
        {
          secret,
          label: "prod/db",
          account: "111122223333",
          region: "eu-central-1",
          state: "on",
          lastRotated: "2026-03-02T01:00:09Z",
          succeeded: 1,
          failed: 0,
        },
      ],
    });
  });

  it("fails where the last one failed or was abandoned, with why", async () => {
    const records = [
      told("RotationFailed", "2026-03-02T02:00:00Z", "Error when executing lambda during testSecret step"),
      told("RotationSucceeded", "2026-03-01T02:00:00Z"),
      told("RotationAbandoned", "2026-03-01T01:00:00Z"),
    ];
    expect((await rotationOf(records)).secrets).toMatchObject([
      {
        state: "failing",
        succeeded: 1,
        failed: 2,
        lastFailure: {
          at: "2026-03-02T02:00:00Z",
          reason: "rotation failed: Error when executing lambda during testSecret step",
        },
      },
    ]);
  });

  it("is well again once a rotation succeeded or a version was promoted by hand", async () => {
    const failed = told("RotationFailed", "2026-03-02T02:00:00Z");
    const [bySchedule, byHand] = await Promise.all([
      rotationOf([failed, told("RotationSucceeded", "2026-03-02T03:00:00Z")]),
      rotationOf([failed, promoted("2026-03-02T03:00:00Z")]),
    ]);
    expect([bySchedule.secrets[0]?.state, byHand.secrets[0]?.state]).toEqual(["on", "on"]);
  });

  it("is off where it was switched off last", async () => {
    const off = aRecord({
      eventName: "CancelRotateSecret",
      readOnly: false,
      eventTime: "2026-03-02T04:00:00Z",
    });
    const before = told("RotationSucceeded", "2026-03-02T03:00:00Z");
    const after = told("RotationStarted", "2026-03-02T05:00:00Z");
    expect((await rotationOf([off, before])).secrets[0]?.state).toBe("off");
    expect((await rotationOf([off, after, before])).secrets[0]?.state).toBe("on");
  });

  it("is not seen of a secret that is used and of which no rotation is told", async () => {
    expect((await rotationOf([read("prod/db")])).secrets).toMatchObject([{ secret, state: "none seen" }]);
  });

  it("does not count a call that was refused", async () => {
    const refused = aRecord({ eventName: "RotateSecret", readOnly: false, errorCode: "AccessDenied" });
    expect((await rotationOf([refused])).secrets).toEqual([]);
  });
});

describe("rotation, where Secrets Manager was asked,", () => {
  it("is overdue where its time has passed, off where it is off, and has secrets that nobody used", async () => {
    const now = new Date("2026-03-04T08:00:00Z");
    const rotation = [
      { secret: `${secret}1`, isOn: true, next: "2026-03-03T23:59:59.000Z", schedule: "30 days" },
      { secret: `${secret}2`, isOn: true, next: "2026-03-20T23:59:59.000Z" },
      { secret: `${secret}3`, isOn: false },
    ];
    const report = await gathered([], { now, account: { rotation, aliases: new Map() } });
    expect(report.rotation.from).toBe("secrets manager");
    expect(report.rotation.secrets).toMatchObject([
      { label: "prod/db1", state: "overdue", schedule: "30 days" },
      { label: "prod/db3", state: "off" },
      { label: "prod/db2", state: "on" },
    ]);
  });

  it("fails where the trail tells of a failure after its last rotation", async () => {
    const failure = told("RotationFailed", "2026-03-02T02:00:00Z");
    const before = await rotationOf([failure], { lastRotated: "2026-03-01T00:00:00.000Z" });
    const after = await rotationOf([failure], { lastRotated: "2026-03-02T02:00:00.500Z" });
    expect([before.secrets[0]?.state, after.secrets[0]?.state]).toEqual(["failing", "on"]);
  });
});
