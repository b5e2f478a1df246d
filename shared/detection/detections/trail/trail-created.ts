import type { CloudTrailRecord } from "../../../trail/index.ts";
import type { MatchDetection } from "../../detection.ts";
import { asked, byCloudFormation, succeeded, who } from "../../reading/index.ts";
import type { DetectionSettings } from "../../settings.ts";
import { trailOf } from "./trail-of.ts";

/** A further trail may send all that happens in the account to somebody else. */
export function trailCreated({ trailBuckets }: DetectionSettings): MatchDetection {
  const elsewhere = (record: CloudTrailRecord) =>
    trailBuckets.length > 0 && !trailBuckets.includes(asked(record, "s3BucketName") ?? "");
  return {
    id: "trail-created",
    title: "Trail created",
    description:
      "A trail was created. It weighs more if it writes to a bucket that is not under trailBuckets: all that happens in the account may go to somebody else. What CloudFormation creates in known buckets is left out.",
    technique: "T1562.008",
    severity: (record) => (elsewhere(record) ? "MEDIUM" : "LOW"),
    kind: "match",
    wants: [{ source: "cloudtrail.amazonaws.com", names: ["CreateTrail"] }],
    matches: (record) => succeeded(record) && (!byCloudFormation(record) || elsewhere(record)),
    entity: trailOf,
    resources: (record) => [trailOf(record)],
    why: (record) =>
      `${who(record)} created a trail that writes to the bucket ${asked(record, "s3BucketName")}.`,
    remedy: (record) =>
      `Ask whose bucket it is. If it is not yours: aws cloudtrail delete-trail --name ${trailOf(record)}; if it is, name it under trailBuckets.`,
  };
}
