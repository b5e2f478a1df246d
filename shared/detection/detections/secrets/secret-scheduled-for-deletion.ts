import { type CloudTrailRecord, secretOf } from "../../../trail/index.ts";
import type { FirstSeenDetection } from "../../detection.ts";
import { asked, askedFor, at, byService, changerOf, placeOf, succeeded } from "../../reading/index.ts";
import type { DetectionSettings } from "../../settings.ts";

/** Deleted, but it can be restored for some days; applications cannot read it from now on. */
export function secretScheduledForDeletion({ forgetDays }: DetectionSettings): FirstSeenDetection {
  return {
    id: "secret-scheduled-for-deletion",
    title: "Secret scheduled for deletion",
    description:
      "Somebody scheduled a secret for deletion. It cannot be read from now on, and can be restored for 7 to 30 days. What CloudFormation and other services do is left out. A deletion by hand is told of each time; of a role that deploys, such as Terraform's, that it does so, and again when it leaves fewer days: of many at once another detection tells.",
    technique: "T1485",
    severity: "LOW",
    kind: "first-seen",
    wants: [{ source: "secretsmanager.amazonaws.com", names: ["DeleteSecret"] }],
    matches: (record) =>
      succeeded(record) && !byService(record) && !askedFor(record, "forceDeleteWithoutRecovery"),
    entity: placeOf,
    value: (record) => {
      const who = changerOf(record, secretOf(record));
      return who && `${who}, restorable for ${daysOf(record)} days`;
    },
    forgetDays,
    // Few do this: each of them is worth a look from the first day on.
    learningDays: 0,
    why: (value) => `A secret was deleted by ${value}.`,
    remedy: (record) =>
      `If nobody meant this: aws secretsmanager restore-secret --secret-id ${asked(record, "secretId") ?? "SECRET"}.`,
  };
}

function daysOf({ requestParameters }: CloudTrailRecord): number {
  const days = at(requestParameters, "recoveryWindowInDays");
  return typeof days === "number" ? days : 30;
}
