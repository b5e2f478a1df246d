import type { CloudTrailRecord } from "../../../trail/index.ts";
import type { MatchDetection } from "../../detection.ts";
import { asked, foreignAccountIn, succeeded, who } from "../../reading/index.ts";
import type { DetectionSettings } from "../../settings.ts";
import { namedSecret } from "./named-secret.ts";

const otherEnd = (record: CloudTrailRecord) =>
  asked(record, "crossAccountReplicaARN") ?? asked(record, "crossAccountPrimaryARN");

/** A secret that keeps itself up to date in another account: each rotation goes there too. */
export function secretReplicatedToAnotherAccount(settings: DetectionSettings): MatchDetection {
  return {
    id: "secret-replicated-to-another-account",
    title: "Secret copied to or from another account",
    description:
      "A secret was tied to a replica in an account that is not trusted: every rotation's new value goes there by itself.",
    technique: "T1537",
    severity: "HIGH",
    kind: "match",
    wants: [
      { source: "secretsmanager.amazonaws.com", names: ["AssociateCrossAccountReplica", "CreateSecret"] },
    ],
    matches: (record) =>
      succeeded(record) && foreignAccountIn(otherEnd(record), record, settings) !== undefined,
    entity: namedSecret,
    why: (record) => `${who(record)} tied the secret to ${otherEnd(record)}, of another account.`,
    remedy:
      "If nobody agreed to it, delete the replica, rotate the secret with rekey rotate SECRET, and see its policy: aws secretsmanager get-resource-policy --secret-id SECRET. If it is meant, name the account under trustedAccounts.",
  };
}
