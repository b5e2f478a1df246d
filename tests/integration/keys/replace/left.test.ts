import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import {
  CreateAliasCommand,
  CreateKeyCommand,
  ListKeysCommand,
  UpdateAliasCommand,
} from "@aws-sdk/client-kms";
import {
  GetObjectTaggingCommand,
  HeadObjectCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { DeleteSecretCommand, PutSecretValueCommand } from "@aws-sdk/client-secrets-manager";
import { LabelParameterVersionCommand, PutParameterCommand } from "@aws-sdk/client-ssm";
import { beforeAll, describe, expect, it } from "vitest";
import { pauseReplacement, replacementStatus } from "../../../../shared/keys/index.ts";
import { aTable } from "../../a-table.ts";
import { startProcess } from "./process.ts";
import { aKey, anAccount, aWorld, keyOfObject, stateOf, type World } from "./world.ts";

let tableName: string;
beforeAll(async () => {
  tableName = (await aTable()).TableName;
});

const settings = { quietForSeconds: 1, disabledForSeconds: 1 };

/** Replaces until a person must decide; tells what is left. */
async function leftOf(world: World) {
  const process = startProcess({ account: world, tableName });
  const end = await process.run({ key: world.alias, settings });
  expect(end).toMatchObject({ decision: "blocked", summary: expect.stringContaining("--accept-left") });
  expect(await stateOf(world, world.oldKey.id)).toBe("Enabled");
  const { left, leftCount, unlabelled } = await replacementStatus(process.context, world.alias);
  expect(leftCount).toBe(left.length);
  return { left, unlabelled };
}

describe("the old key stays, and it is said why, as long as only it decrypts", () => {
  it("a version of a secret with a label of one's own; those without a label are counted", async () => {
    const world = await aWorld();
    const [SecretId] = world.secrets;
    for (const VersionStages of [["blue"], ["AWSCURRENT"]]) {
      await world.secretsManager.send(
        new PutSecretValueCommand({ SecretId, SecretString: VersionStages.join(), VersionStages }),
      );
    }
    const { left, unlabelled } = await leftOf(world);
    expect(left).toMatchObject([
      {
        kind: "secret version",
        name: expect.stringContaining(String(SecretId)),
        reason: expect.stringContaining("blue"),
      },
    ]);
    expect(unlabelled.secretVersions).toBe(1);
  });

  it("a secret that is marked for deletion", async () => {
    const world = await aWorld();
    const [SecretId] = world.secrets;
    await world.secretsManager.send(new DeleteSecretCommand({ SecretId }));
    const { left } = await leftOf(world);
    expect(left).toMatchObject([
      { kind: "secret", name: SecretId, reason: expect.stringContaining("Restore") },
    ]);
  });

  it("an earlier version of a parameter with a label; those without are counted", async () => {
    const world = await aWorld();
    const [Name = ""] = world.parameters;
    for (const Value of ["second", "third"]) {
      await world.ssm.send(
        new PutParameterCommand({
          Name,
          Value,
          Type: "SecureString",
          Overwrite: true,
          KeyId: world.oldKey.arn,
        }),
      );
    }
    await world.ssm.send(new LabelParameterVersionCommand({ Name, ParameterVersion: 1, Labels: ["live"] }));
    const { left, unlabelled } = await leftOf(world);
    expect(left).toMatchObject([
      { kind: "parameter version", name: `${Name}:1`, reason: expect.stringContaining("live") },
    ]);
    // The second and third of this one, and the one before the new one of the other two.
    expect(unlabelled.parameterVersions).toBe(4);
  });

  it("earlier versions of objects", async () => {
    const world = await aWorld();
    await world.s3.send(
      new PutBucketVersioningCommand({
        Bucket: world.bucket,
        VersioningConfiguration: { Status: "Enabled" },
      }),
    );
    const { left } = await leftOf(world);
    expect(left).toMatchObject([
      { kind: "bucket", name: world.bucket, reason: expect.stringContaining("2 earlier versions") },
    ]);
  });

  it("an object that takes too long to copy", async () => {
    const world = await aWorld();
    await world.s3.send(
      new PutObjectCommand({ Bucket: world.bucket, Key: "huge", Body: Buffer.alloc(21_000_000) }),
    );
    const { left } = await leftOf(world);
    expect(left).toMatchObject([{ kind: "object", name: `s3://${world.bucket}/huge` }]);
  });

  it("until it is accepted, or put right", async () => {
    const world = await aWorld();
    const [SecretId] = world.secrets;
    await world.secretsManager.send(
      new PutSecretValueCommand({ SecretId, SecretString: "blue", VersionStages: ["blue"] }),
    );
    await leftOf(world);
    const process = startProcess({ account: world, tableName });
    const end = await process.run({ key: world.alias, settings: { ...settings, acceptLeft: true } });
    expect(end).toMatchObject({ decision: "done" });
    const { leftCount } = await replacementStatus(process.context, world.oldKey.arn);
    expect(leftCount).toBe(1);
  });

  it("something of another service", async () => {
    const world = await aWorld();
    const found = [
      {
        kind: "topic",
        id: "orders",
        keyName: world.oldKey.id,
        namedAs: "key",
        loss: "its messages",
      } as const,
    ];
    const context = { dependentsOf: async () => ({ found, notLookedAt: [] }) };
    const end = await startProcess({ account: world, tableName, context }).run({
      key: world.alias,
      settings,
    });
    expect(end).toMatchObject({
      decision: "blocked",
      summary: expect.stringContaining("topic orders: its messages"),
    });
  });

  it("an alias that somebody pointed at it again", async () => {
    const world = await aWorld();
    const process = startProcess({
      account: world,
      tableName,
      onProgress: async ({ stage }) => {
        if (stage !== "disable") return;
        await world.kms.send(
          new UpdateAliasCommand({ AliasName: world.otherAlias, TargetKeyId: world.oldKey.id }),
        );
      },
    });
    const end = await process.run({ key: world.alias, settings });
    expect(end).toMatchObject({ decision: "blocked", summary: expect.stringContaining(world.otherAlias) });
  });
});

it("an object too large for CopyObject is copied in parts, with metadata and tags", async () => {
  const world = await aWorld();
  const { bucket: Bucket, oldKey } = world;
  const object = { Bucket, Key: "large" };
  await world.s3.send(
    new PutObjectCommand({
      ...object,
      Body: Buffer.alloc(12_000_000, "x"),
      ContentType: "text/plain",
      CacheControl: "no-store",
      Metadata: { kept: "yes" },
      Tagging: "a=b%20c&d=",
    }),
  );
  const process = startProcess({ account: world, tableName });
  await process.run({ key: world.alias, settings });
  expect(process.calls.filter(({ name }) => name === "UploadPartCopy")).toHaveLength(3);
  expect(await keyOfObject(world, Bucket, object.Key)).not.toBe(oldKey.arn);
  expect(await world.s3.send(new HeadObjectCommand(object))).toMatchObject({
    ContentLength: 12_000_000,
    ContentType: "text/plain",
    CacheControl: "no-store",
    Metadata: { kept: "yes" },
    BucketKeyEnabled: true,
  });
  const { TagSet } = await world.s3.send(new GetObjectTaggingCommand(object));
  expect(TagSet).toEqual([
    { Key: "a", Value: "b c" },
    { Key: "d", Value: "" },
  ]);
});

describe("nothing is changed, and it is said why, for", () => {
  const refused = async (account: ReturnType<typeof anAccount>, key: string, more = {}) => {
    const { Keys: before = [] } = await account.kms.send(new ListKeysCommand({}));
    const process = startProcess({ account, tableName });
    const error = await process.run({ key, settings, ...more }).catch((thrown: Error) => thrown);
    expect(process.calls.filter(({ name }) => /^(Create|Update|Put|Enable)/.test(name))).toEqual([]);
    expect((await account.kms.send(new ListKeysCommand({}))).Keys).toEqual(before);
    return error;
  };

  it("a key without the tag by which its owner lends it", async () => {
    const account = anAccount();
    const { arn } = await aKey(account, []);
    expect(await refused(account, arn)).toMatchObject({
      name: "NotReplaceableError",
      message: expect.stringContaining("rekey:replace=true"),
    });
  });

  it("a key without an alias, an unknown one, and one that does not encrypt", async () => {
    const account = anAccount();
    const { arn } = await aKey(account);
    expect(await refused(account, arn)).toMatchObject({ message: expect.stringContaining("no alias") });
    expect(await refused(account, "alias/nothing")).toMatchObject({ name: "UnknownKeyError" });
    const { KeyMetadata } = await account.kms.send(
      new CreateKeyCommand({ KeySpec: "ECC_NIST_P256", KeyUsage: "SIGN_VERIFY" }),
    );
    expect(await refused(account, String(KeyMetadata?.Arn))).toMatchObject({
      name: "NotReplaceableError",
      message: expect.stringContaining("ECC_NIST_P256"),
    });
  });

  it("a bucket that is not there", async () => {
    const account = anAccount();
    const { arn, id } = await aKey(account);
    await account.kms.send(new CreateAliasCommand({ AliasName: "alias/a", TargetKeyId: id }));
    const more = { settings: { ...settings, buckets: ["no-such-bucket-anywhere"] } };
    expect(await refused(account, arn, more)).toMatchObject({
      name: "NotReplaceableError",
      message: expect.stringContaining("no-such-bucket-anywhere"),
    });
  });

  it("a key that an identity policy names, until it is said to be all right", async () => {
    const world = await aWorld();
    const iam = new IAMClient(world.settings);
    const document = {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "kms:Decrypt", Resource: world.oldKey.arn }],
    };
    await iam.send(
      new CreateRoleCommand({
        RoleName: "app",
        AssumeRolePolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement: [] }),
      }),
    );
    await iam.send(
      new PutRolePolicyCommand({
        RoleName: "app",
        PolicyName: "read",
        PolicyDocument: JSON.stringify(document),
      }),
    );
    expect(await refused(world, world.alias)).toMatchObject({
      name: "PolicyNamesKeyError",
      message: expect.stringContaining("role/app: inline policy read"),
    });
    const end = await startProcess({ account: world, tableName }).run({
      key: world.alias,
      settings,
      ignorePolicies: true,
    });
    expect(end).toMatchObject({ decision: "done" });
  });
});

it("a key that a dead run may have made, and that KMS does not show yet, is waited for before another is made", async () => {
  const world = await aWorld();
  // Its second write is the first of the new key's own: that it is about to be made.
  await startProcess({ account: world, tableName, death: 2 }).run({ key: world.alias, settings });
  const waits: number[] = [];
  const process = startProcess({
    account: world,
    tableName,
    context: { settleSeconds: 300 },
    onProgress: async ({ stage, waitSeconds }) => {
      if (stage === "createKey") waits.push(waitSeconds);
      else await pauseReplacement(process.context, world.alias);
    },
  });
  expect(await process.run({ key: world.alias, settings })).toMatchObject({ decision: "paused" });
  expect(Math.max(...waits)).toBeGreaterThan(250);
  expect(process.calls.filter(({ name }) => name === "CreateKey")).toHaveLength(1);
});
