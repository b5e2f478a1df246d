import { accountOf, asked, at, type CloudTrailRecord, keysOf, partitionOf, text } from "../../trail/index.ts";
import type { DetectionSettings } from "../settings.ts";

/** The account in an ARN; undefined where it has none, as a bucket's, or where it is no ARN. */
export function accountIn(arn: string): string | undefined {
  const [prefix, , , , account = ""] = arn.split(":");
  return prefix === "arn" && /^\d{12}$/.test(account) ? account : undefined;
}

/** The account in an ARN where it is neither the record's own nor one that the settings trust. */
export function foreignAccountIn(
  arn: string | undefined,
  record: CloudTrailRecord,
  { trustedAccounts }: DetectionSettings,
): string | undefined {
  const account = arn === undefined ? undefined : accountIn(arn);
  return account && account !== accountOf(record) && !trustedAccounts.includes(account) ? account : undefined;
}

/** The ARN of a bucket, which has neither region nor account. */
export function arnOfBucket(record: CloudTrailRecord, bucket: string): string {
  return `arn:${partitionOf(record)}:s3:::${bucket}`;
}

/** The key that a call is about: what KMS answered with, where the request has no more than an id. */
export function keyOf(record: CloudTrailRecord): string {
  const [key] = keysOf(record);
  if (key?.startsWith("arn:")) return key;
  const answered =
    text(at(record.responseElements, "keyId")) ?? text(at(record.responseElements, "keyMetadata", "arn"));
  return answered?.startsWith("arn:") ? answered : (key ?? answered ?? "unknown key");
}

/** The alias that a call names, as `account/region/alias/name`. */
export function aliasOf(record: CloudTrailRecord): string | undefined {
  const name = asked(record, "aliasName");
  return name && `${accountOf(record)}/${record.awsRegion}/${name}`;
}

/** The account and region that a record is about. */
export function placeOf(record: CloudTrailRecord): string {
  return `${accountOf(record)}/${record.awsRegion}`;
}

/** The last part of an ARN or URL: the name of a queue, a function, a topic. */
export function lastPart(name: string): string {
  return name.split(/[:/]/).at(-1) ?? name;
}
