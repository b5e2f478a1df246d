import type { CloudTrailRecord } from "../../../trail/index.ts";
import type { MatchDetection } from "../../detection.ts";
import { asked, byCloudFormation, declined, succeeded, who } from "../../reading/index.ts";
import type { DetectionSettings } from "../../settings.ts";
import { trailOf } from "./trail-of.ts";

/** A trail changed: it may write to somebody else's bucket, see one region alone, or be open to forgery. */
export function trailUpdated({ trailBuckets }: DetectionSettings): MatchDetection {
  /** What the change takes away, in words. */
  const weakened = (record: CloudTrailRecord): string[] => {
    const bucket = asked(record, "s3BucketName");
    return [
      ...(bucket && !trailBuckets.includes(bucket) ? [`writes to the bucket ${bucket}`] : []),
      ...(declined(record, "isMultiRegionTrail") ? ["sees one region alone"] : []),
      ...(declined(record, "includeGlobalServiceEvents") ? ["does not see IAM and STS"] : []),
      ...(declined(record, "enableLogFileValidation") ? ["does not sign its log files"] : []),
    ];
  };
  return {
    id: "trail-updated",
    title: "Trail changed",
    description:
      "A trail was changed. It weighs more if it writes to a bucket that is not under trailBuckets, sees fewer regions or services, or does not sign its log files any more. What CloudFormation changes without taking away anything is left out.",
    technique: "T1562.008",
    severity: (record) => (weakened(record).length > 0 ? "HIGH" : "LOW"),
    kind: "match",
    countsOwnStack: true,
    wants: [{ source: "cloudtrail.amazonaws.com", names: ["UpdateTrail"] }],
    matches: (record) => succeeded(record) && (!byCloudFormation(record) || weakened(record).length > 0),
    entity: trailOf,
    resources: (record) => [trailOf(record)],
    why: (record) => {
      const words = weakened(record);
      return `${who(record)} changed the trail${words.length > 0 ? `: it now ${words.join(", ")}` : ""}.`;
    },
    remedy: (record) =>
      `See aws cloudtrail describe-trails --trail-name-list ${trailOf(record)}, and put it back with aws cloudtrail update-trail.`,
  };
}
