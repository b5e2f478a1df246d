import { describe, expect, it } from "vitest";
import { parseResource, whoUsed } from "../../../../shared/audit/index.ts";
import {
  answerTo,
  decrypt,
  keyArn,
  keyId,
  kmsCall,
  otherKeyArn,
  read,
  roleArn,
  secretArn,
  session,
} from "../records.ts";

const who = async (text: string, records: Parameters<typeof answerTo>[1], operations?: string[]) =>
  (await answerTo(whoUsed(parseResource(text), operations), records)).uses;

describe("who used a key", () => {
  it("counts an assumed role as its role, with its sessions below it", async () => {
    const records = [
      decrypt({ userIdentity: session("task-1"), eventTime: "2026-03-02T08:00:00Z" }),
      decrypt({ userIdentity: session("task-2"), eventTime: "2026-03-01T08:00:00Z" }),
      decrypt({ userIdentity: session("task-1"), eventTime: "2026-03-03T08:00:00Z" }),
      decrypt({ key: otherKeyArn }),
      kmsCall("DescribeKey"),
    ];
    expect(await who(keyId, records)).toEqual([
      {
        principal: roleArn,
        count: 3,
        failed: 0,
        first: "2026-03-01T08:00:00Z",
        last: "2026-03-03T08:00:00Z",
        sessions: [
          { name: "task-1", count: 2 },
          { name: "task-2", count: 1 },
        ],
        operations: [{ name: "Decrypt", count: 3 }],
        addresses: [{ name: "192.0.2.7", count: 3 }],
        contexts: [],
      },
    ]);
  });

  it("shows the service that acted for a caller, apart from what the caller did itself", async () => {
    const through = { ...session("task-1"), invokedBy: "secretsmanager.amazonaws.com" };
    const records = [
      decrypt({
        userIdentity: through,
        sourceIPAddress: "secretsmanager.amazonaws.com",
        requestParameters: { encryptionContext: { SecretVersionId: "1", SecretARN: secretArn } },
      }),
      decrypt({ userIdentity: session("task-1") }),
    ];
    const uses = await who(keyArn, records);
    expect(
      uses
        .map(({ principal, service }) => [principal, service])
        .toSorted(([, one = ""], [, other = ""]) => one.localeCompare(other)),
    ).toEqual([
      [roleArn, undefined],
      [roleArn, "secretsmanager.amazonaws.com"],
    ]);
    expect(uses.flatMap(({ contexts }) => contexts)).toEqual([
      { name: `{"SecretARN":"${secretArn}","SecretVersionId":"1"}`, count: 1 },
    ]);
  });

  it("shows a service that acts by itself as the principal", async () => {
    const userIdentity = { type: "AWSService", invokedBy: "dnssec-route53.amazonaws.com" };
    const [use] = await who(keyArn, [kmsCall("Sign", { userIdentity })]);
    expect(use).toMatchObject({ principal: "dnssec-route53.amazonaws.com", count: 1 });
    expect(use).not.toHaveProperty("service");
  });

  it("counts what failed apart", async () => {
    const [use] = await who(keyArn, [decrypt(), decrypt({ errorCode: "DisabledException" })]);
    expect(use).toMatchObject({ count: 2, failed: 1 });
  });

  it("looks at other operations if asked", async () => {
    const records = [decrypt(), kmsCall("DescribeKey"), kmsCall("DescribeKey")];
    expect(await who(keyArn, records, ["DescribeKey"])).toMatchObject([{ count: 2 }]);
  });
});

describe("who used a secret", () => {
  const records = [
    read("prod/db"),
    read(secretArn),
    read(secretArn.slice(0, -"-a1B2c3".length)),
    read("prod/db-replica"),
    read("prod/db", { eventName: "DescribeSecret" }),
    read("prod/db", { awsRegion: "us-east-1" }),
  ];

  it.each([
    ["its name, in all Regions", "prod/db", 4],
    ["its ARN", secretArn, 3],
    ["its ARN without the last six characters", secretArn.slice(0, -"-a1B2c3".length), 3],
    ["a prefix", "prod/*", 5],
    ["a prefix that stands in the middle of others", "db*", 0],
  ])("finds it by %s", async (_, text, count) => {
    const uses = await who(text, records);
    expect(uses.reduce((sum, use) => sum + use.count, 0)).toBe(count);
  });

  it("counts an event once, however often it is delivered, and a call between two accounts once", async () => {
    const [one] = records;
    const sharedEventID = "shared";
    const both = [
      read("prod/db", { sharedEventID, eventID: "1" }),
      read("prod/db", { sharedEventID, eventID: "2", recipientAccountId: "444455556666" }),
    ];
    expect(
      await who(
        "prod/db",
        [one, one, ...both].flatMap((record) => record ?? []),
      ),
    ).toMatchObject([{ count: 2 }]);
  });
});
