import { type CloudTrailRecord, keysOf, principalOf } from "../../../trail/index.ts";
import type { MatchDetection } from "../../detection.ts";

/**
 * A customer managed key disabled or scheduled for deletion: what is encrypted under it cannot be read any more,
 * now or when the waiting period ends. AWS managed keys cannot be disabled by anybody in the account.
 */
export const kmsKeyDisabled: MatchDetection = {
  id: "kms-key-disabled-or-scheduled-for-deletion",
  title: "KMS key disabled or scheduled for deletion",
  description:
    "A customer managed key was disabled or scheduled for deletion: what is encrypted under it cannot be read any more, now or when the waiting period ends.",
  technique: "T1485",
  kind: "match",
  countsOwnStack: true,
  wants: [{ source: "kms.amazonaws.com", names: ["DisableKey", "ScheduleKeyDeletion"] }],
  matches: (record) => record.errorCode === undefined,
  severity: (record) => (record.eventName === "DisableKey" ? "HIGH" : "CRITICAL"),
  entity: (record) => keysOf(record)[0] ?? "unknown key",
  why: (record) =>
    record.eventName === "DisableKey"
      ? `${principalOf(record).arn} disabled the key. Nothing under it can be decrypted until it is enabled again.`
      : `${principalOf(record).arn} scheduled the key for deletion${waiting(record)}. Whatever is encrypted under it is lost then.`,
  remedy: (record) => {
    const key = keysOf(record)[0] ?? "KEY";
    const undo = `aws kms enable-key --key-id ${key}`;
    return record.eventName === "DisableKey"
      ? `If nobody meant this: ${undo}. Then find out how ${principalOf(record).id} came to do it.`
      : `If nobody meant this: aws kms cancel-key-deletion --key-id ${key}, then ${undo}. Then find out how ${principalOf(record).id} came to do it.`;
  },
};

function waiting({ requestParameters }: CloudTrailRecord): string {
  const days = requestParameters?.pendingWindowInDays;
  return typeof days === "number" ? ` in ${days} days` : " in 30 days";
}
