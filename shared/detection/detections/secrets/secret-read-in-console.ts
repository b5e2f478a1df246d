import { accountOf, principalOf } from "../../../trail/index.ts";
import type { FirstSeenDetection } from "../../detection.ts";
import { byService, fromConsole, succeeded } from "../../reading/index.ts";
import type { DetectionSettings } from "../../settings.ts";

/** A person looked at a secret: it stood on a screen, perhaps in a browser's memory or a clipboard. */
export function secretReadInConsole({ forgetDays }: DetectionSettings): FirstSeenDetection {
  return {
    id: "secret-read-in-console",
    title: "Secret looked at in the console",
    description:
      "A secret's value was shown in the AWS Management Console to a user, or to somebody with a role whose people do not usually do so: those who share a role share a task. Who never read a secret before, or none of that application, has detections of their own; rekey audit who-used tells of every look.",
    technique: "T1555.006",
    severity: "INFORMATIONAL",
    kind: "first-seen",
    wants: [{ source: "secretsmanager.amazonaws.com", names: ["GetSecretValue"] }],
    matches: (record) => succeeded(record) && fromConsole(record) && !byService(record),
    entity: accountOf,
    value: (record) => principalOf(record).id,
    forgetDays,
    // Few roles do this: each of them is worth knowing from the first day on.
    learningDays: 0,
    why: (value, entity) => `${value} had a secret of ${entity} shown in the console, for the first time.`,
    remedy: "If it is one that nobody should know, rotate it when they are done: rekey rotate SECRET.",
  };
}
