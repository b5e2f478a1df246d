import type { MatchDetection } from "../../detection.ts";
import { isOpened, keyOf, openedBy, openedTo, severityOf, succeeded, who } from "../../reading/index.ts";
import type { DetectionSettings } from "../../settings.ts";
import { givesPolicy, policyOf } from "./policy-of.ts";

/** A key policy that lets in another account, or everyone. */
export function kmsKeyPolicyOpened(settings: DetectionSettings): MatchDetection {
  return {
    id: "kms-key-policy-opened",
    title: "Key policy lets in another account",
    description:
      "A key's policy allows its use to everyone or to an account that is not trusted. Conditions that keep to an account or an organisation are understood; kms:ViaService and networks do not say who.",
    technique: "T1098",
    severity: (record) => severityOf(openedBy(record, policyOf(record), settings)),
    kind: "match",
    countsOwnStack: true,
    wants: givesPolicy,
    matches: (record) => succeeded(record) && isOpened(openedBy(record, policyOf(record), settings)),
    entity: keyOf,
    why: (record) =>
      `${who(record)} gave the key a policy that opens it to ${openedTo(openedBy(record, policyOf(record), settings))}.`,
    remedy: (record) =>
      `See aws kms get-key-policy --key-id ${keyOf(record)} --policy-name default. If it is not meant, put the one before it back with aws kms put-key-policy; if it is, name the account under trustedAccounts.`,
  };
}
