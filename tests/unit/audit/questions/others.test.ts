import { describe, expect, it } from "vitest";
import {
  activity,
  changes,
  denied,
  type InventoryItem,
  parseResource,
  unused,
} from "../../../../shared/audit/index.ts";
import {
  answerTo,
  decrypt,
  keyArn,
  kmsCall,
  otherKeyArn,
  read,
  roleArn,
  secretArn,
  session,
} from "../records.ts";

describe("the changes of a key or secret", () => {
  it("are a timeline in words, with those that were refused", async () => {
    const at = (second: number) => `2026-03-01T12:00:0${second}Z`;
    const timeline = await answerTo(changes(parseResource(keyArn)), [
      kmsCall("PutKeyPolicy", { eventTime: at(3), errorCode: "AccessDenied" }),
      kmsCall("CreateGrant", {
        eventTime: at(1),
        requestParameters: { granteePrincipal: roleArn, operations: ["Decrypt", "Encrypt"] },
      }),
      decrypt(),
      kmsCall("EnableKeyRotation", { eventTime: at(2), key: otherKeyArn }),
    ]);
    expect(timeline.map(({ change, error }) => [change, error])).toEqual([
      [`grant to ${roleArn} for Decrypt, Encrypt`, undefined],
      ["key policy replaced", "AccessDenied"],
    ]);
  });

  it("name a grant by its id wherever the record has it", async () => {
    const timeline = await answerTo(changes(parseResource(keyArn)), [
      kmsCall("CreateGrant", {
        eventTime: "2026-03-01T12:00:01Z",
        requestParameters: { granteePrincipal: roleArn, operations: ["Decrypt"] },
        responseElements: { grantId: "abc1" },
      }),
      kmsCall("RevokeGrant", { eventTime: "2026-03-01T12:00:02Z", requestParameters: { grantId: "abc2" } }),
      kmsCall("RetireGrant", {
        eventTime: "2026-03-01T12:00:03Z",
        additionalEventData: { grantId: "abc3" },
      }),
    ]);
    expect(timeline.map(({ change }) => change)).toEqual([
      `grant abc1 to ${roleArn} for Decrypt`,
      "grant abc2 revoked",
      "grant abc3 retired",
    ]);
  });

  it("are those of a secret's creation, versions and labels, and what Secrets Manager tells of its rotation", async () => {
    const about = (
      eventName: string,
      second: number,
      requestParameters: Record<string, unknown> | null,
      more = {},
    ) =>
      read("", {
        eventName,
        readOnly: false,
        eventTime: `2026-03-01T12:00:0${second}Z`,
        requestParameters,
        ...more,
      });
    const timeline = await answerTo(changes(parseResource("prod/db")), [
      about("CreateSecret", 1, { name: "prod/db" }),
      about("RotationSucceeded", 4, null, { additionalEventData: { SecretId: secretArn } }),
      about("UpdateSecretVersionStage", 3, {
        secretId: "prod/db",
        versionStage: "AWSCURRENT",
        moveToVersionId: "two",
        removeFromVersionId: "one",
      }),
      about("PutSecretValue", 2, { secretId: secretArn, versionStages: ["AWSPENDING"] }),
    ]);
    expect(timeline.map(({ change }) => change)).toEqual([
      "secret created",
      "value stored as AWSPENDING",
      "AWSCURRENT from one to two",
      "rotation succeeded",
    ]);
  });
});

describe("the activity of a principal", () => {
  const records = [
    decrypt({ userIdentity: session("task-1", "ASIAONE1234567890123") }),
    decrypt({ userIdentity: session("task-2", "ASIATWO1234567890123") }),
    read("prod/db", { userIdentity: session("task-1", "ASIAONE1234567890123") }),
    read("prod/db"),
    read("", { eventName: "ListSecrets", requestParameters: {}, userIdentity: session("task-1") }),
  ];

  it.each([
    ["the role's ARN", roleArn, 4],
    ["the role's name", "app", 4],
    ["a session's ARN", "arn:aws:sts::111122223333:assumed-role/app/task-2", 1],
    ["a session's name", "task-1", 3],
    ["an access key", "ASIAONE1234567890123", 2],
    ["a user's name", "alice", 1],
    ["a part of a name", "ap", 0],
  ])("is found by %s", async (_, text, count) => {
    const { touched } = await answerTo(activity({ kind: "principal", text }), records);
    expect(touched.reduce((sum, entry) => sum + entry.count, 0)).toBe(count);
  });

  it("names every key and secret that it touched, and says what touched none", async () => {
    const { touched } = await answerTo(activity({ kind: "principal", text: "app" }), records);
    expect(touched.map(({ kind, name }) => [kind, name])).toEqual(
      expect.arrayContaining([
        ["key", keyArn],
        ["secret", "111122223333/eu-central-1/prod/db"],
        ["none", ""],
      ]),
    );
  });
});

describe("who was refused", () => {
  it("is told with the operation and what it was about; other failures are left out", async () => {
    const { refusals } = await answerTo(denied(), [
      decrypt({ errorCode: "AccessDenied", userIdentity: session("a") }),
      decrypt({ errorCode: "AccessDeniedException", userIdentity: session("b") }),
      decrypt({ errorCode: "DisabledException" }),
      read("prod/db", { errorCode: "AccessDenied" }),
      read("prod/db"),
    ]);
    expect(
      refusals.map(({ principal, operation, resource, count }) => [principal, operation, resource, count]),
    ).toEqual([
      [roleArn, "Decrypt", keyArn, 2],
      ["arn:aws:iam::111122223333:user/alice", "GetSecretValue", "111122223333/eu-central-1/prod/db", 1],
    ]);
  });

  it("names the key that only the refusal itself names", async () => {
    const { refusals } = await answerTo(denied(), [
      decrypt({
        errorCode: "AccessDenied",
        errorMessage: `User: x is not authorized to perform: kms:Decrypt on resource: ${keyArn} because no policy allows it`,
        resources: [],
      }),
    ]);
    expect(refusals).toMatchObject([{ resource: keyArn }]);
  });
});

describe("what nobody used", () => {
  const from = new Date("2026-03-01T00:00:00Z");
  const item = (kind: "key" | "secret", arn: string, more: Partial<InventoryItem> = {}): InventoryItem => ({
    kind,
    arn,
    name: "",
    created: "2025-01-01T00:00:00Z",
    dollarsAMonth: kind === "key" ? 1 : 0.4,
    ...more,
  });
  const arns = async (
    inventory: InventoryItem[],
    records: Parameters<typeof answerTo>[1],
    except?: string[],
  ) =>
    (await answerTo(unused(inventory, { from, ...(except && { except }) }), records)).map(({ arn }) => arn);

  it("is what was there all the time without a use that succeeded, the dearest first", async () => {
    const inventory = [
      item("secret", secretArn),
      item("key", keyArn),
      item("key", otherKeyArn),
      item("key", keyArn.replace("1234abcd", "newnewne"), { created: "2026-03-02T00:00:00Z" }),
    ];
    const records = [decrypt(), decrypt({ key: otherKeyArn, errorCode: "DisabledException" })];
    expect(await arns(inventory, records)).toEqual([otherKeyArn, secretArn]);
    expect(await arns(inventory, [...records, read("prod/db")])).toEqual([otherKeyArn]);
  });

  it("leaves out the uses of whoever rotates", async () => {
    const records = [read("prod/db", { userIdentity: session("rotate") })];
    expect(await arns([item("secret", secretArn)], records)).toEqual([]);
    expect(await arns([item("secret", secretArn)], records, ["rotate"])).toEqual([secretArn]);
  });

  it("believes Secrets Manager that a secret was retrieved lately", async () => {
    const lately = item("secret", secretArn, { lastUsed: "2026-03-05T00:00:00Z" });
    expect(await arns([lately], [])).toEqual([]);
  });
});
