import type { MatchDetection } from "../../detection.ts";
import { byService, foreignAccountIn, keyOf, succeeded, who } from "../../reading/index.ts";
import type { DetectionSettings } from "../../settings.ts";
import { broadOperations, granteeOf, operationsOf, revoke } from "./grant.ts";

/** A grant is a quiet way to let somebody in: it stands in no policy. */
export function kmsGrantToOtherAccount(settings: DetectionSettings): MatchDetection {
  return {
    id: "kms-grant-to-other-account",
    title: "Grant on a key to another account",
    description:
      "A grant lets a principal of another account use a key. It stands in no policy, and with CreateGrant the grantee can let in others.",
    technique: "T1098",
    severity: (record) => {
      const broad = broadOperations(record);
      return broad.includes("CreateGrant") ? "CRITICAL" : broad.length > 0 ? "HIGH" : "MEDIUM";
    },
    kind: "match",
    countsOwnStack: true,
    wants: [{ source: "kms.amazonaws.com", names: ["CreateGrant"] }],
    matches: (record) =>
      succeeded(record) &&
      !byService(record) &&
      foreignAccountIn(granteeOf(record), record, settings) !== undefined,
    entity: keyOf,
    resources: (record) => [keyOf(record), granteeOf(record) ?? "unknown principal"],
    why: (record) =>
      `${who(record)} granted ${operationsOf(record).join(", ")} on the key to ${granteeOf(record)}, of account ${foreignAccountIn(granteeOf(record), record, settings)}.`,
    remedy: (record) =>
      `If nobody agreed to it: ${revoke(record, keyOf(record))}. If it is meant, name the account under trustedAccounts.`,
  };
}
