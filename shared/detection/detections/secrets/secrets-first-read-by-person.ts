import type { FirstSeenDetection } from "../../detection.ts";
import { directCaller, isPerson, placeOf, succeeded } from "../../reading/index.ts";
import type { DetectionSettings } from "../../settings.ts";

/** The same for people and the account as a whole: it also sees who reads a secret that is too new to have readers. */
export function secretsFirstReadByPerson({
  learningDays,
  forgetDays,
}: DetectionSettings): FirstSeenDetection {
  return {
    id: "secrets-first-read-by-person",
    title: "Person reads a secret for the first time",
    description:
      "A person reads a secret of the account, whichever it is, and never read one before. Applications are left out: they come and go with deployments.",
    technique: "T1555.006",
    severity: "LOW",
    kind: "first-seen",
    wants: [{ source: "secretsmanager.amazonaws.com", names: ["GetSecretValue", "BatchGetSecretValue"] }],
    matches: succeeded,
    entity: placeOf,
    value: (record) => (isPerson(record) ? directCaller(record) : "applications"),
    forgetDays,
    learningDays,
    why: (value, entity) => `${value} read a secret in ${entity}, and never read one there before.`,
    remedy:
      "Ask them what they needed it for. If they do not know, rotate it with rekey rotate SECRET and take away their credentials.",
  };
}
