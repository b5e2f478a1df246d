import { type CloudTrailRecord, secretOf } from "../../../trail/index.ts";
import type { FirstSeenDetection } from "../../detection.ts";
import { individual, isPerson, succeeded } from "../../reading/index.ts";
import type { DetectionSettings } from "../../settings.ts";

/** People read the secrets of what they work on: one of another application is worth a look. */
export function secretsUnusualForPerson({ learningDays, forgetDays }: DetectionSettings): FirstSeenDetection {
  return {
    id: "secrets-unusual-for-person",
    title: "Person reads secrets of another application than usual",
    description:
      "A person reads a secret whose name begins as none did that they read before, up to the last /: those of prod/shop/ are of one application. Each person is looked at on their own, also of those who share a role by single sign-on.",
    technique: "T1555.006",
    severity: "INFORMATIONAL",
    kind: "first-seen",
    wants: [{ source: "secretsmanager.amazonaws.com", names: ["GetSecretValue"] }],
    matches: (record) => succeeded(record) && isPerson(record),
    entity: individual,
    value: familyOf,
    forgetDays,
    // Whoever works on several applications does not read of all of them within two weeks.
    learningDays: learningDays && Math.max(learningDays, 30),
    why: (value, entity) => `${entity} read a secret of ${value}, and never read one of those before.`,
    remedy:
      "Ask them what they needed it for. If they do not know, rotate it with rekey rotate SECRET and take away their credentials.",
  };
}

/** What secrets of one application have in common: the name up to the last `/`, in an account and region. */
function familyOf(record: CloudTrailRecord): string | undefined {
  const secret = secretOf(record);
  return secret?.slice(0, secret.lastIndexOf("/") + 1);
}
