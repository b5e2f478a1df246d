import { secretOf } from "../../../trail/index.ts";
import type { MatchDetection } from "../../detection.ts";
import { askedFor, byCloudFormation, byService, succeeded, who } from "../../reading/index.ts";

/** Deleted at once and for good. */
export const secretDeletedWithoutRecovery: MatchDetection = {
  id: "secret-deleted-without-recovery",
  title: "Secret deleted without recovery",
  description:
    "A secret was deleted with ForceDeleteWithoutRecovery: there is no waiting period in which it could be restored.",
  technique: "T1485",
  severity: (record) => (byCloudFormation(record) ? "LOW" : "HIGH"),
  kind: "match",
  countsOwnStack: true,
  wants: [{ source: "secretsmanager.amazonaws.com", names: ["DeleteSecret"] }],
  matches: (record) =>
    succeeded(record) &&
    askedFor(record, "forceDeleteWithoutRecovery") &&
    // Services delete at once the secrets that they manage themselves.
    (!byService(record) || byCloudFormation(record)),
  entity: secretOf,
  why: (record) => `${who(record)} deleted the secret at once, without a recovery window.`,
  remedy:
    "If nobody meant this, make the secret anew with aws secretsmanager create-secret and set a new credential at its server. Then allow secretsmanager:DeleteSecret under the condition secretsmanager:ForceDeleteWithoutRecovery false alone.",
};
