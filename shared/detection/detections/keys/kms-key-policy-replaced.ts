import type { MatchDetection } from "../../detection.ts";
import { byService, isOpened, keyOf, openedBy, openedTo, succeeded, who } from "../../reading/index.ts";
import type { DetectionSettings } from "../../settings.ts";
import { policyOf } from "./policy-of.ts";

/** A key policy replaced by somebody, without letting in anybody from outside. */
export function kmsKeyPolicyReplaced(settings: DetectionSettings): MatchDetection {
  return {
    id: "kms-key-policy-replaced",
    title: "Key policy replaced",
    description:
      "Somebody replaced a key's policy, and not CloudFormation or another service for them. It lets in nobody from outside, but may let in others, or lock out those who had the key.",
    technique: "T1098",
    severity: "LOW",
    kind: "match",
    wants: [{ source: "kms.amazonaws.com", names: ["PutKeyPolicy"] }],
    matches: (record) =>
      succeeded(record) && !byService(record) && !isOpened(openedBy(record, policyOf(record), settings)),
    entity: keyOf,
    why: (record) =>
      `${who(record)} replaced the key's policy; it opens the key to ${openedTo(openedBy(record, policyOf(record), settings))}.`,
    remedy: (record) =>
      `Compare with the policy before: aws kms get-key-policy --key-id ${keyOf(record)} --policy-name default.`,
  };
}
