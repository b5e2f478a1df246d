import type { CloudTrailRecord } from "../../../trail/index.ts";
import type { MatchDetection } from "../../detection.ts";
import { asked, at, foreignAccountIn, list, succeeded, text, who } from "../../reading/index.ts";
import type { DetectionSettings } from "../../settings.ts";
import { bucketArn } from "../trail/bucket.ts";

/** Ransomware in S3 copies objects onto themselves under a key of its own account. */
export function s3EncryptedWithForeignKey(settings: DetectionSettings): MatchDetection {
  const foreign = (record: CloudTrailRecord) =>
    keysIn(record).find((key) => foreignAccountIn(key, record, settings) !== undefined);
  return {
    id: "s3-encrypted-with-foreign-key",
    title: "S3 objects encrypted under a key of another account",
    description:
      "A bucket's default encryption was set to a key of an account that is not trusted, or objects were copied under one: whoever holds the key holds the data. Copies are seen only if a trail records S3's data events.",
    technique: "T1486",
    severity: (record) => (record.eventName === "CopyObject" ? "CRITICAL" : "HIGH"),
    kind: "match",
    wants: [{ source: "s3.amazonaws.com", names: ["PutBucketEncryption", "CopyObject"] }],
    matches: (record) => succeeded(record) && foreign(record) !== undefined,
    entity: bucketArn,
    resources: (record) => [bucketArn(record) ?? "unknown bucket", ...keysIn(record)],
    why: (record) =>
      `${who(record)} ${record.eventName === "CopyObject" ? "copied objects" : "has new objects encrypted"} under ${foreign(record)}, a key of another account.`,
    remedy: (record) =>
      `Take away the credentials of ${who(record)} now, and keep the objects' earlier versions: aws s3api list-object-versions --bucket ${asked(record, "bucketName")}. If the key is meant, name its account under trustedAccounts.`,
  };
}

function keysIn({ requestParameters }: CloudTrailRecord): string[] {
  const rules = list(at(requestParameters, "ServerSideEncryptionConfiguration", "Rule"));
  const named = rules.map((rule) => at(rule, "ApplyServerSideEncryptionByDefault", "KMSMasterKeyID"));
  const copied = at(requestParameters, "x-amz-server-side-encryption-aws-kms-key-id");
  return [...named, copied].flatMap((key) => text(key) ?? []);
}
