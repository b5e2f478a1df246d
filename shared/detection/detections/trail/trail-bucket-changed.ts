import type { CloudTrailRecord } from "../../../trail/index.ts";
import type { MatchDetection } from "../../detection.ts";
import {
  asked,
  at,
  byCloudFormation,
  isOpened,
  openedBy,
  openedTo,
  succeeded,
  who,
} from "../../reading/index.ts";
import type { DetectionSettings } from "../../settings.ts";
import { bucketArn, bucketOf, onTrailBucket } from "./bucket.ts";

const changes: Record<string, string> = {
  DeleteBucket: "deleted the bucket",
  PutBucketPolicy: "replaced the bucket's policy",
  DeleteBucketPolicy: "deleted the bucket's policy, without which CloudTrail cannot write",
  PutBucketAcl: "replaced the bucket's access control list",
  PutBucketVersioning: "suspended the bucket's versioning",
};

/** What a trail wrote is only worth something where nobody can take it away. */
export function trailBucketChanged(settings: DetectionSettings): MatchDetection {
  const opened = (record: CloudTrailRecord) =>
    openedBy(record, record.requestParameters?.bucketPolicy ?? record.requestParameters?.policy, settings);
  return {
    id: "trail-bucket-changed",
    title: "Bucket of a trail deleted or opened",
    description:
      "The bucket of a trail was deleted, lost its versioning, or got another policy or access control list: CloudTrail may not be able to write any more, or others may read or delete. What CloudFormation changes without opening it is left out.",
    technique: "T1562.008",
    severity: (record) =>
      record.eventName === "PutBucketPolicy" && !isOpened(opened(record)) ? "LOW" : "HIGH",
    kind: "match",
    countsOwnStack: true,
    wants: [{ source: "s3.amazonaws.com", names: Object.keys(changes) }],
    matches: (record) =>
      succeeded(record) &&
      onTrailBucket(record, settings) &&
      (!byCloudFormation(record) || record.eventName === "DeleteBucket" || isOpened(opened(record))) &&
      (record.eventName !== "PutBucketVersioning" || isSuspended(record)),
    entity: bucketArn,
    resources: (record) => [bucketArn(record) ?? "unknown bucket"],
    why: (record) =>
      `${who(record)} ${changes[record.eventName]}${isOpened(opened(record)) ? `: it is open to ${openedTo(opened(record))}` : ""}.`,
    remedy: (record) =>
      `See aws s3api get-bucket-policy --bucket ${bucketOf(record)} and put back what was there. Have a trail whose bucket belongs to an account for logs alone.`,
  };
}

function isSuspended(record: CloudTrailRecord): boolean {
  const configuration = at(record.requestParameters, "VersioningConfiguration", "Status");
  return (configuration ?? asked(record, "status")) === "Suspended";
}
