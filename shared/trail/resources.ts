import { ofLast } from "./of-last.ts";
import type { CloudTrailRecord } from "./record.ts";

const secretArn = /^arn:[^:]+:secretsmanager:([^:]*):([^:]*):secret:(.+)$/;

const keyArn = /^arn:[^:]+:kms:[^:]*:[^:]*:key\//;

/** The six characters that Secrets Manager adds to a secret's name in its ARN. */
const arnSuffix = /-[A-Za-z0-9]{6}$/;

/** The account that a record is about. */
export function accountOf(record: CloudTrailRecord): string {
  return record.recipientAccountId ?? record.userIdentity.accountId ?? "unknown";
}

/** ARNs of the KMS keys that a record names; an id or alias where it has no more. */
export const keysOf = ofLast((record: CloudTrailRecord): readonly string[] => {
  // By the ARN and not by the type: an alias has the type AWS::KMS::Key too, and some records have none.
  const arns = (record.resources ?? []).flatMap(({ ARN }) => (ARN && keyArn.test(ARN) ? [ARN] : []));
  if (arns.length > 0) return arns;
  const keyId = record.requestParameters?.keyId;
  return typeof keyId === "string" && keyId !== "" ? [keyId] : [];
});

/**
 * The secret that a record names, always in the same form, `account/region/name`: callers may give a name, an ARN
 * or an ARN without its last six characters, and what Secrets Manager itself reports names the ARN. In an ARN a
 * name's own ending of that form is taken for those six characters.
 */
export const secretOf = ofLast((record: CloudTrailRecord): string | undefined => {
  const given = record.requestParameters?.secretId ?? record.additionalEventData?.SecretId;
  if (typeof given !== "string" || given === "") return undefined;
  const [, region, account, name] = secretArn.exec(given) ?? [];
  if (!name) return `${accountOf(record)}/${record.awsRegion}/${given}`;
  return `${account}/${region}/${name.replace(arnSuffix, "")}`;
});

/** The ARN of something of the record's account, in its region or, as of IAM, in none. */
export function arnOf(record: CloudTrailRecord, service: string, resource: string): string {
  const region = service === "iam" ? "" : record.awsRegion;
  return `arn:${partitionOf(record)}:${service}:${region}:${accountOf(record)}:${resource}`;
}

/** The partition of AWS that a record is of. */
export function partitionOf({ awsRegion }: CloudTrailRecord): string {
  if (awsRegion.startsWith("cn-")) return "aws-cn";
  return awsRegion.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}
