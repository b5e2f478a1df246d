import { secretOf } from "../../../trail/index.ts";
import type { MatchDetection } from "../../detection.ts";
import { asked, askedFor, at, byService, succeeded, who } from "../../reading/index.ts";

/** Deleted, but it can be restored for some days; applications cannot read it from now on. */
export const secretScheduledForDeletion: MatchDetection = {
  id: "secret-scheduled-for-deletion",
  title: "Secret scheduled for deletion",
  description:
    "Somebody scheduled a secret for deletion. It cannot be read from now on, and can be restored for 7 to 30 days. What CloudFormation and other services do is left out.",
  technique: "T1485",
  severity: "LOW",
  kind: "match",
  wants: [{ source: "secretsmanager.amazonaws.com", names: ["DeleteSecret"] }],
  matches: (record) =>
    succeeded(record) && !byService(record) && !askedFor(record, "forceDeleteWithoutRecovery"),
  entity: secretOf,
  why: (record) => {
    const days = at(record.requestParameters, "recoveryWindowInDays");
    return `${who(record)} deleted the secret; it can be restored for ${typeof days === "number" ? days : 30} days.`;
  },
  remedy: (record) =>
    `If nobody meant this: aws secretsmanager restore-secret --secret-id ${asked(record, "secretId") ?? "SECRET"}.`,
};
