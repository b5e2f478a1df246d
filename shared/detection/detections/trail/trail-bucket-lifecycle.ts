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
function shortestOf({ requestParameters, eventTime }: CloudTrailRecord): number | undefined {
  const days = list(at(requestParameters, "LifecycleConfiguration", "Rule")).flatMap((rule) =>
    at(rule, "Status") === "Enabled" ? [...daysOf(rule), ...daysUntil(rule, eventTime)] : [],
  );
  return days.length > 0 ? Math.min(...days) : undefined;
}

function daysOf(rule: unknown): number[] {
  const days = at(rule, "Expiration", "Days");
  const after = typeof days === "string" ? Number(days) : days;
  return typeof after === "number" && Number.isInteger(after) && after > 0 ? [after] : [];
}

/** A date deletes all that is there when it comes, and from then on whatever is added. */
function daysUntil(rule: unknown, eventTime: string): number[] {
  const date = at(rule, "Expiration", "Date");
  const ms = typeof date === "string" ? Date.parse(date) - Date.parse(eventTime) : Number.NaN;
  return Number.isNaN(ms) ? [] : [Math.max(0, Math.ceil(ms / 86_400_000))];
}
