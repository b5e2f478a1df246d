import type { CloudTrailRecord } from "../../../trail/index.ts";
import { arnOfBucket, asked } from "../../reading/index.ts";
import type { DetectionSettings } from "../../settings.ts";

/** The bucket that a call names. */
export function bucketOf(record: CloudTrailRecord): string | undefined {
  return asked(record, "bucketName");
}

/** The bucket's ARN, which has no account in it. */
export function bucketArn(record: CloudTrailRecord): string | undefined {
  const bucket = bucketOf(record);
  return bucket && arnOfBucket(record, bucket);
}

/**
 * Whether a trail writes to the bucket that a call names: one of the settings, or, where they name none, one that is
 * called so, as the console does (aws-cloudtrail-logs-…).
 */
export function onTrailBucket(record: CloudTrailRecord, { trailBuckets }: DetectionSettings): boolean {
  const bucket = bucketOf(record);
  if (!bucket) return false;
  return trailBuckets.length > 0 ? trailBuckets.includes(bucket) : /cloud-?trail/i.test(bucket);
}
