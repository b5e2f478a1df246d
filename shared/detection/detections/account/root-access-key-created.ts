import type { CloudTrailRecord } from "../../../trail/index.ts";
import type { MatchDetection } from "../../detection.ts";
import { asked, at, isRoot, succeeded, text } from "../../reading/index.ts";

/** A key that may do everything, that lasts, and that no policy holds back. IAM's events arrive in us-east-1 alone. */
export const rootAccessKeyCreated: MatchDetection = {
  id: "root-access-key-created",
  title: "Access key made for the root user",
  description:
    "The root user made an access key of its own: it may do everything, lasts until it is deleted, and nothing needs it.",
  technique: "T1098.001",
  severity: "CRITICAL",
  kind: "match",
  wants: [{ source: "iam.amazonaws.com", names: ["CreateAccessKey"] }],
  // For an IAM user the request names the user.
  matches: (record) => isRoot(record) && succeeded(record) && asked(record, "userName") === undefined,
  entity: ({ userIdentity }) => userIdentity.arn,
  resources: ({ userIdentity }) => [userIdentity.arn ?? "root user"],
  why: (record) =>
    `The root user made the access key ${keyOf(record)} for itself, from ${record.sourceIPAddress}.`,
  remedy: (record) =>
    `As the root user, delete it now: aws iam delete-access-key --access-key-id ${keyOf(record)}. If it was not you, change the root user's password and look at what it did in CloudTrail.`,
};

function keyOf({ responseElements }: CloudTrailRecord): string {
  return text(at(responseElements, "accessKey", "accessKeyId")) ?? "KEY_ID";
}
