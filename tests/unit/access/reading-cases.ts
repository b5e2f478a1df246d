import type { Decision } from "../../../shared/access/index.ts";
import {
  alice,
  all,
  allow,
  allowTo,
  appRole,
  deny,
  denyTo,
  key,
  otherRole,
  type RawStatement,
  secret,
  secretsManager,
  toAccount,
} from "./cases/case.ts";

const get = "secretsmanager:GetSecretValue";
const throughSecretsManager = { StringEquals: { "kms:ViaService": secretsManager } };
const ofSecret = {
  StringEquals: { "kms:ViaService": secretsManager, "kms:EncryptionContext:SecretARN": secret },
};

type Outcome = Decision["outcome"];
/** Whether a secret can be read: one case of the documentation. */
export interface ReadingCase {
  says: string;
  page: string;
  who?: string;
  identity: RawStatement[];
  secretPolicy?: RawStatement[];
  /** None: the AWS managed key. */
  keyPolicy?: RawStatement[];
  context?: Record<string, string[]>;
  read: Outcome;
  getSecretValue?: Outcome;
  decrypt?: Outcome;
}

const permissions = "SM:auth-and-access";
const encryption = "SM:security-encryption";
const cross = "SM:auth-and-access_examples_cross";
/** Reading a secret: two decisions in one. */
export const readingCases: ReadingCase[] = [
  { says: "both allowed", page: permissions, identity: [allow(get), allow("kms:Decrypt")], keyPolicy: [toAccount], read: "allowed" },
  { says: "the secret alone", page: permissions, identity: [allow(get)], keyPolicy: [toAccount], read: "denied", getSecretValue: "allowed", decrypt: "denied" },
  { says: "the key alone", page: permissions, identity: [allow("kms:Decrypt")], keyPolicy: [toAccount], read: "denied", getSecretValue: "denied", decrypt: "allowed" },
  { says: "the key through Secrets Manager alone suffices", page: encryption, identity: [allow(get), allow("kms:Decrypt", key, throughSecretsManager)], keyPolicy: [toAccount], read: "allowed" },
  { says: "the key for this secret's encryption context suffices", page: encryption, identity: [allow(get), allow("kms:Decrypt", key, ofSecret)], keyPolicy: [toAccount], read: "allowed" },
  { says: "the key for another secret's encryption context does not", page: encryption, identity: [allow(get), allow("kms:Decrypt", key, { StringEquals: { "kms:EncryptionContext:SecretARN": `${secret}x` } })], keyPolicy: [toAccount], read: "denied" },
  { says: "the context may be asked for by a pattern", page: encryption, identity: [allow(get), allow("kms:Decrypt", key, { StringLike: { "kms:EncryptionContext:SecretARN": secret.replace("AbCdEf", "*") } })], keyPolicy: [toAccount], read: "allowed" },
  { says: "a version's id is not known beforehand", page: encryption, identity: [allow(get), allow("kms:Decrypt", key, { StringEquals: { "kms:EncryptionContext:SecretVersionId": "v1" } })], keyPolicy: [toAccount], read: "unknown" },
  { says: "that there is a version's id is known", page: encryption, identity: [allow(get), allow("kms:Decrypt", key, { Null: { "kms:EncryptionContext:SecretVersionId": "false" } })], keyPolicy: [toAccount], read: "allowed" },
  { says: "the key through another service does not suffice", page: encryption, identity: [allow(get), allow("kms:Decrypt", key, { StringEquals: { "kms:ViaService": "s3.us-east-1.amazonaws.com" } })], keyPolicy: [toAccount], read: "denied" },
  { says: "a key policy for the role", page: permissions, who: appRole, identity: [allow(get)], keyPolicy: [allowTo(appRole, "kms:Decrypt", throughSecretsManager)], read: "allowed" },
  { says: "a secret's policy and a key policy alone, in one account", page: permissions, who: appRole, identity: [], secretPolicy: [allowTo(appRole, get)], keyPolicy: [allowTo(appRole, "kms:Decrypt")], read: "allowed" },
  { says: "a deny of the key for all services but S3", page: encryption, identity: [all], keyPolicy: [toAccount, denyTo("*", "kms:Decrypt", { StringNotEquals: { "kms:ViaService": "s3.us-east-1.amazonaws.com" } })], read: "denied" },
  { says: "the reader's address is not that of the request for its key", page: "IAM:access_forward_access_sessions", context: { "aws:SourceIp": ["203.0.113.9"] }, identity: [all], secretPolicy: [denyTo("*", get, { NotIpAddress: { "aws:SourceIp": "203.0.113.0/24" } })], keyPolicy: [toAccount, denyTo("*", "kms:Decrypt", { IpAddress: { "aws:SourceIp": "203.0.113.0/24" } })], read: "unknown", getSecretValue: "allowed", decrypt: "unknown" },
  { says: "a Deny for other addresses that spares services' calls", page: "IAM:reference_policies_examples_aws_deny-ip", context: { "aws:SourceIp": ["203.0.113.9"] }, identity: [all, deny("*", "*", { NotIpAddress: { "aws:SourceIp": "203.0.113.0/24" }, Bool: { "aws:ViaAWSService": "false" } })], keyPolicy: [toAccount], read: "allowed" },
  { says: "a stage that is not told", page: "SM:auth-and-access_iam-policies", identity: [all], secretPolicy: [denyTo("*", get, { "ForAnyValue:StringNotEquals": { "secretsmanager:VersionStage": "AWSCURRENT" } })], keyPolicy: [toAccount], read: "unknown" },
  { says: "the AWS managed key, for who may use the secret", page: encryption, identity: [allow(get)], read: "allowed" },
  { says: "the AWS managed key, for who may not", page: encryption, identity: [], read: "denied", decrypt: "allowed" },
  { says: "the AWS managed key, by a secret's policy", page: encryption, identity: [], secretPolicy: [allowTo(alice, get)], read: "allowed" },
  { says: "the AWS managed key, with a deny of Decrypt", page: encryption, identity: [allow(get), deny("kms:Decrypt")], read: "denied" },
  { says: "the AWS managed key never across accounts", page: cross, who: otherRole, identity: [all], secretPolicy: [allowTo(otherRole, get)], read: "denied", getSecretValue: "allowed", decrypt: "denied" },
  { says: "across accounts, all three sides", page: cross, who: otherRole, identity: [allow(get, secret), allow("kms:Decrypt", key)], secretPolicy: [allowTo(otherRole, get)], keyPolicy: [toAccount, allowTo(otherRole, ["kms:Decrypt", "kms:DescribeKey"], throughSecretsManager)], read: "allowed" },
  { says: "across accounts, without the key policy", page: cross, who: otherRole, identity: [all], secretPolicy: [allowTo(otherRole, get)], keyPolicy: [toAccount], read: "denied", getSecretValue: "allowed" },
  { says: "across accounts, without the secret's policy", page: cross, who: otherRole, identity: [all], keyPolicy: [toAccount, allowTo(otherRole, "kms:Decrypt")], read: "denied", decrypt: "allowed" },
  { says: "across accounts, without the identity policy for the key", page: cross, who: otherRole, identity: [allow(get)], secretPolicy: [allowTo(otherRole, get)], keyPolicy: [toAccount, allowTo(otherRole, "kms:Decrypt")], read: "denied", getSecretValue: "allowed" },
];

