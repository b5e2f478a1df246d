import type { FirstSeenDetection } from "../../detection.ts";
import {
  byService,
  changerOf,
  isHeldByAccount,
  isOpened,
  keyOf,
  newChangerOf,
  openedBy,
  openedTo,
  placeOf,
  succeeded,
} from "../../reading/index.ts";
import type { DetectionSettings } from "../../settings.ts";
import { policyOf } from "./policy-of.ts";

/** A key policy replaced by somebody, without letting in anybody from outside. */
export function kmsKeyPolicyReplaced(settings: DetectionSettings): FirstSeenDetection {
  return {
    id: "kms-key-policy-replaced",
    title: "Key policy replaced",
    description:
      "Somebody replaced a key's policy, and not CloudFormation or another service for them. It lets in nobody from outside, but may let in others, or lock out those who had the key. A change by hand is told of each time, as is a policy that takes the key from the account's administrators; of a role that deploys, such as Terraform's, that it does so, and not each time.",
    technique: "T1098",
    severity: "LOW",
    kind: "first-seen",
    wants: [{ source: "kms.amazonaws.com", names: ["PutKeyPolicy"] }],
    matches: (record) =>
      succeeded(record) && !byService(record) && !isOpened(openedBy(record, policyOf(record), settings)),
    entity: placeOf,
    value: (record) => {
      const held = isHeldByAccount(record, policyOf(record));
      const who = held ? changerOf(record, keyOf(record)) : newChangerOf(record, keyOf(record));
      const to = openedTo(openedBy(record, policyOf(record), settings));
      return who && `${who}, open to ${to}${held ? "" : ", not left to the account itself"}`;
    },
    resources: (record) => [keyOf(record)],
    forgetDays: settings.forgetDays,
    // Few do this: each of them is worth a look from the first day on.
    learningDays: 0,
    why: (value) => `A key's policy was replaced by ${value}.`,
    remedy: (record) =>
      `Compare with the policy before: aws kms get-key-policy --key-id ${keyOf(record)} --policy-name default.`,
  };
}
