import { randomUUID } from "node:crypto";
import {
  CreateAliasCommand,
  CreateKeyCommand,
  DescribeKeyCommand,
  DisableKeyCommand,
  EncryptCommand,
  ListResourceTagsCommand,
} from "@aws-sdk/client-kms";
import { CreateBucketCommand, HeadObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { CreateSecretCommand, DescribeSecretCommand } from "@aws-sdk/client-secrets-manager";
import { GetExecutionHistoryCommand } from "@aws-sdk/client-sfn";
import { GetParameterCommand, PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { beforeAll, describe, expect, it } from "vitest";
import { kms, secretsManager, settings, stepFunctions } from "./deployed.ts";
import { rekey } from "./rekey.ts";

const s3 = new S3Client(settings);
const ssm = new SSMClient(settings);
const unique = randomUUID().slice(0, 8);
const alias = `alias/e2e-${unique}`;
const secret = `e2e/replaced-${unique}`;
const parameter = `/e2e/replaced-${unique}`;
const bucket = `e2e-replaced-${unique}`;
const value = `canary-${unique}`;

describe("rekey key replace", () => {
  let oldKey = "";

  beforeAll(async () => {
    const { KeyMetadata } = await kms.send(new CreateKeyCommand({ Description: "to be replaced" }));
    oldKey = String(KeyMetadata?.KeyId);
    await kms.send(new CreateAliasCommand({ AliasName: alias, TargetKeyId: oldKey }));
    await secretsManager.send(
      new CreateSecretCommand({ Name: secret, SecretString: value, KmsKeyId: alias }),
    );
    await ssm.send(
      new PutParameterCommand({ Name: parameter, Value: value, Type: "SecureString", KeyId: oldKey }),
    );
    await s3.send(new CreateBucketCommand({ Bucket: bucket }));
    await s3.send(
      new PutObjectCommand({
        Bucket: bucket,
        Key: "object",
        Body: value,
        ServerSideEncryption: "aws:kms",
        SSEKMSKeyId: oldKey,
      }),
    );
  });

  it("refuses a key without an alias, and changes nothing", async () => {
    const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
    const { code, stdout } = await rekey(
      "key",
      "replace",
      String(KeyMetadata?.KeyId),
      "--stage",
      "local",
      "--wait",
    );
    expect(code).toBe(1);
    expect(stdout).toContain("NotReplaceableError");
    expect(stdout).toContain("has no alias");
  }, 60_000);

  it("refuses a key that is disabled, at once, and does not tag it", async () => {
    const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
    const KeyId = String(KeyMetadata?.KeyId);
    await kms.send(new CreateAliasCommand({ AliasName: `${alias}-disabled`, TargetKeyId: KeyId }));
    await kms.send(new DisableKeyCommand({ KeyId }));
    const { code, stderr } = await rekey(
      ...["key", "replace", `${alias}-disabled`, "--stage", "local", "--wait"],
    );
    expect(code).toBe(2);
    expect(stderr).toContain("rekey key enable");
    expect((await kms.send(new ListResourceTagsCommand({ KeyId }))).Tags ?? []).toEqual([]);
  });

  it("says what to do where there is no stack", async () => {
    const { code, stderr } = await rekey("key", "replace", alias, "--stage", "nowhere");
    expect(code).toBe(2);
    expect(stderr).toContain('Deploy the stage "nowhere"');
  });

  it("asks before it lets the old key go where it could not look everywhere", async () => {
    const started = await rekey(
      ...["key", "replace", alias, "--stage", "local", "--wait", "--json"],
      ...["--quiet-for", "2s", "--disabled-for", "1s", "--after", "7d", "--bucket", bucket],
    );
    // LocalStack has no Amazon RDS.
    const { status, error, cause } = JSON.parse(started.stdout);
    expect({ code: started.code, status, error }).toEqual({
      code: 1,
      status: "FAILED",
      error: "ReplacementBlockedError",
    });
    expect(cause).toContain("--accept-left");
    expect(await stateOf(oldKey)).toBe("Enabled");
  }, 90_000);

  it("and goes on when it is told to, to the old key's scheduled deletion", async () => {
    const resumed = await rekey(
      ...["key", "replace", alias, "--stage", "local", "--resume", "--accept-left", "--wait"],
    );
    expect(resumed.stdout).toContain("The old key is replaced, and scheduled for deletion.");
    expect(resumed.code).toBe(0);
    expect(resumed.stderr).toContain("DisableOldKey");
    expect(await stateOf(oldKey)).toBe("PendingDeletion");
    const newKey = String((await kms.send(new DescribeKeyCommand({ KeyId: alias }))).KeyMetadata?.KeyId);
    expect(newKey).not.toBe(oldKey);
    expect((await secretsManager.send(new DescribeSecretCommand({ SecretId: secret }))).KmsKeyId).toBe(alias);
    const { Parameter } = await ssm.send(new GetParameterCommand({ Name: parameter, WithDecryption: true }));
    expect(Parameter).toMatchObject({ Value: value, Version: 2 });
    const { SSEKMSKeyId } = await s3.send(new HeadObjectCommand({ Bucket: bucket, Key: "object" }));
    expect(SSEKMSKeyId).toContain(newKey);
  }, 90_000);

  it("tells what it did, and no value", async () => {
    const { stdout } = await rekey("key", "replace", alias, "--stage", "local", "--status", "--json");
    const report = JSON.parse(stdout);
    expect(report).toMatchObject({
      stage: "done",
      aliases: [alias],
      done: { secrets: 1, parameters: 1, objects: 1, names: expect.arrayContaining([secret, parameter]) },
    });
    expect(stdout).not.toContain(value);
    const { events } = await stepFunctions.send(
      new GetExecutionHistoryCommand({ executionArn: report.run, includeExecutionData: true }),
    );
    expect(JSON.stringify(events)).not.toContain(value);
  }, 30_000);

  it("takes it all back until the old key is deleted", async () => {
    const undone = await rekey("key", "replace", oldKey, "--stage", "local", "--undo", "--wait");
    expect(undone.stdout).toContain("the old key is in use again");
    expect((await kms.send(new DescribeKeyCommand({ KeyId: alias }))).KeyMetadata?.KeyId).toBe(oldKey);
    const { SSEKMSKeyId } = await s3.send(new HeadObjectCommand({ Bucket: bucket, Key: "object" }));
    expect(SSEKMSKeyId).toContain(oldKey);
    await kms.send(new EncryptCommand({ KeyId: alias, Plaintext: Buffer.from("works") }));
  }, 60_000);
});

async function stateOf(KeyId: string): Promise<string | undefined> {
  return (await kms.send(new DescribeKeyCommand({ KeyId }))).KeyMetadata?.KeyState;
}
