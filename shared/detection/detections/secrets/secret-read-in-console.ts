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
      "A person who does not usually do so had a secret's value shown in the AWS Management Console. Each person is looked at on their own, also of those who share a role; rekey audit who-used tells of every look.",
    technique: "T1555.006",
    severity: "INFORMATIONAL",
    kind: "first-seen",
    wants: [{ source: "secretsmanager.amazonaws.com", names: ["GetSecretValue"] }],
    matches: (record) => succeeded(record) && fromConsole(record) && !byService(record),
    entity: accountOf,
    value: (record) => principalOf(record).arn,
    forgetDays,
    // Whoever does so is worth knowing from the first day on.
    learningDays: 0,
    why: (value) => `${value} had a secret shown in the console, as they did not do before.`,
    remedy: "If it is one that nobody should know, rotate it when they are done: rekey rotate SECRET.",
  };
}
