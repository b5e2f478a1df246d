import type { CloudTrailRecord } from "../../trail/index.ts";
import { reportedBy } from "./by.ts";
import { type About, account, call, having, region, stranger } from "./call.ts";

/** A key of the account, and one of the stranger's. */
export const keyId = "1234abcd-12ab-34cd-56ef-1234567890ab";
export const key = `arn:aws:kms:${region}:${account}:key/${keyId}`;
export const strangersKey = `arn:aws:kms:${region}:${stranger}:key/mrk-0f1e2d3c4b5a69788796a5b4c3d2e1f0`;

/** The secret that most examples are about, as ARN. */
export const secretArn = `arn:aws:secretsmanager:${region}:${account}:secret:prod/shop-a1B2c3`;

/** A call of KMS on the account's key. */
export function kms(
  eventName: string,
  parameters: Record<string, unknown> = {},
  ...abouts: readonly About[]
): CloudTrailRecord {
  const resources = [{ ARN: key, type: "AWS::KMS::Key", accountId: account }];
  return call("kms", eventName, { keyId, ...parameters }, having({ resources }), ...abouts);
}

/** On another key. */
export function onKey(arn: string): About {
  return having({
    resources: [{ ARN: arn, type: "AWS::KMS::Key", accountId: arn.split(":")[4] ?? account }],
  });
}

/** A `Decrypt` by whoever is said; the request has no more than the context. */
export function decrypt(
  encryptionContext: Record<string, string> | undefined,
  ...abouts: readonly About[]
): CloudTrailRecord {
  const parameters = {
    encryptionAlgorithm: "SYMMETRIC_DEFAULT",
    ...(encryptionContext && { encryptionContext }),
  };
  return kms("Decrypt", { ...parameters }, ...abouts);
}

/** What KMS tells by itself, without a request. */
export function kmsReports(eventName: string): CloudTrailRecord {
  return kms(eventName, {}, reportedBy("AWS Internal"), having({ requestParameters: null }));
}

/** A call of Secrets Manager on a secret, `prod/shop` unless the parameters name another. */
export function secrets(
  eventName: string,
  parameters: Record<string, unknown> = {},
  ...abouts: readonly About[]
): CloudTrailRecord {
  return call("secretsmanager", eventName, { secretId: "prod/shop", ...parameters }, ...abouts);
}

/** A secret's value read. */
export function read(secretId: string, ...abouts: readonly About[]): CloudTrailRecord {
  return secrets("GetSecretValue", { secretId }, ...abouts);
}

/** Secrets read in a batch by filters. */
export function batchRead(
  filters: { key: string; values: string[] }[],
  ...abouts: readonly About[]
): CloudTrailRecord {
  return call("secretsmanager", "BatchGetSecretValue", { filters }, ...abouts);
}

/** What Secrets Manager tells of a rotation. */
export function rotation(
  what: "Started" | "Succeeded" | "Failed" | "Abandoned",
  ...abouts: readonly About[]
): CloudTrailRecord {
  const about = having({
    additionalEventData: { SecretId: secretArn },
    requestID: `Rotation-${secretArn}-6a0f2b4e-0b7e-4c8f-9a51-0d1c2e3f4a5b`,
  });
  return call(
    "secretsmanager",
    `Rotation${what}`,
    null,
    reportedBy("secretsmanager.amazonaws.com"),
    about,
    ...abouts,
  );
}

/** A call of Systems Manager's Parameter Store. */
export function ssm(
  eventName: string,
  parameters: Record<string, unknown>,
  ...abouts: readonly About[]
): CloudTrailRecord {
  return call("ssm", eventName, parameters, ...abouts);
}

/** Parameters read in a batch with decryption. */
export function readParameters(names: string[], ...abouts: readonly About[]): CloudTrailRecord {
  return ssm("GetParameters", { names, withDecryption: true }, ...abouts);
}

/** A call of CloudTrail on the account's trail. */
export function trail(
  eventName: string,
  parameters: Record<string, unknown> = {},
  ...abouts: readonly About[]
): CloudTrailRecord {
  return call("cloudtrail", eventName, { name: "main", ...parameters }, ...abouts);
}

/** A call of S3 on a bucket, that of the trail unless the parameters name another. */
export function s3(
  eventName: string,
  parameters: Record<string, unknown> = {},
  ...abouts: readonly About[]
): CloudTrailRecord {
  return call(
    "s3",
    eventName,
    { bucketName: `aws-cloudtrail-logs-${account}-1a2b3c4d`, ...parameters },
    ...abouts,
  );
}
