import type { CloudTrailRecord } from "../../../trail/index.ts";
import type { MatchDetection } from "../../detection.ts";
import { at, list, succeeded, who } from "../../reading/index.ts";
import type { DetectionSettings } from "../../settings.ts";
import { bucketArn, bucketOf, onTrailBucket } from "./bucket.ts";

/** Log files that S3 deletes by itself: the trail runs on, and nothing is left of it. */
export function trailBucketLifecycle(settings: DetectionSettings): MatchDetection {
  const shortest = settings.thresholds["trail-bucket-lifecycle"] ?? 90;
  return {
    id: "trail-bucket-lifecycle",
    title: "Log files of a trail deleted early",
    description:
      "The bucket of a trail got a lifecycle rule that deletes its log files after fewer than 90 days. Intruders give it one day. The threshold is in days.",
    technique: "T1562.008",
    severity: (record) => ((shortestOf(record) ?? shortest) < 30 ? "HIGH" : "MEDIUM"),
    kind: "match",
    countsOwnStack: true,
    wants: [{ source: "s3.amazonaws.com", names: ["PutBucketLifecycle", "PutBucketLifecycleConfiguration"] }],
    matches: (record) =>
      succeeded(record) && onTrailBucket(record, settings) && (shortestOf(record) ?? shortest) < shortest,
    entity: bucketArn,
    resources: (record) => [bucketArn(record) ?? "unknown bucket"],
    why: (record) =>
      `${who(record)} has the trail's log files deleted after ${shortestOf(record)} days; at least ${shortest} are expected.`,
    remedy: (record) =>
      `Take the rule away: aws s3api delete-bucket-lifecycle --bucket ${bucketOf(record)}. Copy what is there to where it stays.`,
  };
}

/** The fewest days after which one of the rules that are on deletes objects. */
function shortestOf({ requestParameters }: CloudTrailRecord): number | undefined {
  const days = list(at(requestParameters, "LifecycleConfiguration", "Rule")).flatMap((rule) => {
    const days = at(rule, "Expiration", "Days");
    const after = typeof days === "string" ? Number(days) : days;
    return at(rule, "Status") === "Enabled" &&
      typeof after === "number" &&
      Number.isInteger(after) &&
      after > 0
      ? [after]
      : [];
  });
  return days.length > 0 ? Math.min(...days) : undefined;
}
