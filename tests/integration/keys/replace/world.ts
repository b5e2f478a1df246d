import { randomInt, randomUUID } from "node:crypto";
import {
  CreateAliasCommand,
  CreateKeyCommand,
  DescribeKeyCommand,
  EnableKeyRotationCommand,
  KMSClient,
} from "@aws-sdk/client-kms";
import {
  CreateBucketCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutBucketEncryptionCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import {
  CreateSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import {
  DescribeParametersCommand,
  GetParameterCommand,
  LabelParameterVersionCommand,
  PutParameterCommand,
  SSMClient,
} from "@aws-sdk/client-ssm";
import { expect, inject } from "vitest";
import { type ClientSettings, clientSettings } from "../../../../local/client-settings.ts";
import { lentTag } from "../../../../shared/keys/index.ts";

/** Clients of an account. */
export interface Account {
  settings: ClientSettings;
  kms: KMSClient;
  secretsManager: SecretsManagerClient;
  ssm: SSMClient;
  s3: S3Client;
}

/** An account of its own: LocalStack has one for each access key of 12 digits. */
export function anAccount(): Account {
  const accessKeyId = String(randomInt(100_000_000_000, 281_474_976_710_655)).slice(0, 12);
  const settings = clientSettings(inject("integration").endpoint, { accessKeyId, secretAccessKey: "test" });
  return {
    settings,
    kms: new KMSClient(settings),
    secretsManager: new SecretsManagerClient(settings),
    ssm: new SSMClient(settings),
    s3: new S3Client(settings),
  };
}

/** A key, and what is under it: each named in every way that AWS knows. */
export interface World extends Account {
  alias: string;
  otherAlias: string;
  oldKey: { id: string; arn: string };
  secrets: string[];
  parameters: string[];
  bucket: string;
  objects: string[];
}

/** How a thing names its key. */
const namings = ["arn", "id", "alias"] as const;

/** The tags and the policy of the old key. */
export const tags = [
  { TagKey: "env", TagValue: "test" },
  { TagKey: lentTag, TagValue: "true" },
];

/** Makes one with a secret and a parameter for each way of naming the key, and a bucket with two objects. */
export async function aWorld(account = anAccount()): Promise<World> {
  const { kms, secretsManager, s3 } = account;
  const unique = randomUUID().slice(0, 8);
  const oldKey = await aKey(account);
  await kms.send(new EnableKeyRotationCommand({ KeyId: oldKey.id, RotationPeriodInDays: 180 }));
  const [alias, otherAlias] = [`alias/replaced-${unique}`, `alias/replaced-too-${unique}`];
  for (const AliasName of [alias, otherAlias]) {
    await kms.send(new CreateAliasCommand({ AliasName, TargetKeyId: oldKey.id }));
  }
  const texts = { ...oldKey, alias };
  const secrets = namings.map((naming) => `replaced-${unique}-${naming}`);
  const parameters = namings.map((naming) => `/replaced-${unique}/${naming}`);
  for (const [at, naming] of namings.entries()) {
    const Name = secrets[at];
    await secretsManager.send(
      new CreateSecretCommand({ Name, SecretString: `before ${naming}`, KmsKeyId: texts[naming] }),
    );
    await secretsManager.send(
      new PutSecretValueCommand({ SecretId: Name, SecretString: contentOf(String(Name)) }),
    );
    await putParameter(account, String(parameters[at]), texts[naming]);
  }
  const bucket = `replaced-${unique}`;
  await s3.send(new CreateBucketCommand({ Bucket: bucket }));
  await s3.send(
    new PutBucketEncryptionCommand({
      Bucket: bucket,
      ServerSideEncryptionConfiguration: {
        Rules: [
          {
            ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms", KMSMasterKeyID: oldKey.arn },
            BucketKeyEnabled: true,
          },
        ],
      },
    }),
  );
  const objects = ["plain", "in a/folder + ümläut?.txt"];
  for (const Key of objects) {
    await s3.send(
      new PutObjectCommand({
        Bucket: bucket,
        Key,
        Body: contentOf(Key),
        Metadata: { kept: "yes" },
        Tagging: "a=b",
      }),
    );
  }
  return { ...account, alias, otherAlias, oldKey, secrets, parameters, bucket, objects };
}

/** Makes a key. */
export async function aKey({ kms }: Account, Tags = tags): Promise<{ id: string; arn: string }> {
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({ Description: "to be replaced", Tags }));
  return { id: String(KeyMetadata?.KeyId), arn: String(KeyMetadata?.Arn) };
}

/** Stores a labelled parameter under a key. */
export async function putParameter({ ssm }: Account, Name: string, KeyId: string): Promise<void> {
  await ssm.send(
    new PutParameterCommand({
      Name,
      KeyId,
      Value: contentOf(Name),
      Type: "SecureString",
      Tier: "Advanced",
      Description: "kept",
      AllowedPattern: ".*",
    }),
  );
  await ssm.send(new LabelParameterVersionCommand({ Name, Labels: ["live"] }));
}

/** What is stored under a name. */
export function contentOf(name: string): string {
  return `value of ${name}`;
}

/** That everything can be read, has its value, and names a key that serves. */
export async function expectReadable(world: World, at: string): Promise<void> {
  const { secretsManager, ssm, s3 } = world;
  for (const SecretId of world.secrets) {
    const { SecretString } = await secretsManager.send(new GetSecretValueCommand({ SecretId }));
    expect(SecretString, at).toBe(contentOf(SecretId));
    expect(await stateOf(world, await keyOfSecret(world, SecretId)), `${SecretId}, ${at}`).toBe("Enabled");
  }
  for (const Name of world.parameters) {
    for (const by of [Name, `${Name}:live`]) {
      const { Parameter } = await ssm.send(new GetParameterCommand({ Name: by, WithDecryption: true }));
      expect(Parameter?.Value, `${by}, ${at}`).toBe(contentOf(Name));
    }
    expect(await stateOf(world, await keyOfParameter(world, Name)), `${Name}, ${at}`).toBe("Enabled");
  }
  for (const Key of world.objects) {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: world.bucket, Key }));
    expect(await Body?.transformToString(), at).toBe(contentOf(Key));
    expect(await stateOf(world, await keyOfObject(world, world.bucket, Key)), `${Key}, ${at}`).toBe(
      "Enabled",
    );
  }
}

/** What a secret names as its key. */
export async function keyOfSecret({ secretsManager }: Account, SecretId: string): Promise<string> {
  return String((await secretsManager.send(new DescribeSecretCommand({ SecretId }))).KmsKeyId);
}

/** What a parameter names as its key. */
export async function keyOfParameter({ ssm }: Account, name: string): Promise<string> {
  const { Parameters = [] } = await ssm.send(
    new DescribeParametersCommand({ ParameterFilters: [{ Key: "Name", Values: [name] }] }),
  );
  return String(Parameters[0]?.KeyId);
}

/** The key that an object is under. */
export async function keyOfObject({ s3 }: Account, Bucket: string, Key: string): Promise<string> {
  return String((await s3.send(new HeadObjectCommand({ Bucket, Key }))).SSEKMSKeyId);
}

/** The state of a key. */
export async function stateOf({ kms }: Account, KeyId: string): Promise<string> {
  return String((await kms.send(new DescribeKeyCommand({ KeyId }))).KeyMetadata?.KeyState);
}

/** The id of the key that a name means. */
export async function idOf({ kms }: Account, KeyId: string): Promise<string> {
  return String((await kms.send(new DescribeKeyCommand({ KeyId }))).KeyMetadata?.KeyId);
}
