import type { MatchDetection } from "../../detection.ts";
import { askedFor, keyOf, succeeded, who } from "../../reading/index.ts";
import { givesPolicy } from "./policy-of.ts";

/** Who bypasses KMS's check wants a policy under which they cannot change the policy again, or makes a mistake. */
export const kmsPolicyLockoutCheckBypassed: MatchDetection = {
  id: "kms-policy-lockout-check-bypassed",
  title: "Key policy put without KMS's lockout check",
  description:
    "A policy was given to a key with BypassPolicyLockoutSafetyCheck: the account may have lost its hold of the key, which only AWS Support can give back.",
  technique: "T1531",
  severity: "HIGH",
  kind: "match",
  countsOwnStack: true,
  wants: givesPolicy,
  matches: (record) => succeeded(record) && askedFor(record, "bypassPolicyLockoutSafetyCheck"),
  entity: keyOf,
  why: (record) => `${who(record)} called ${record.eventName} with BypassPolicyLockoutSafetyCheck.`,
  remedy: (record) =>
    `Try whether your administrators still hold the key: aws kms get-key-policy --key-id ${keyOf(record)} --policy-name default. If not, AWS Support must help.`,
};
