import { secretOf } from "../../../trail/index.ts";
import type { FirstSeenDetection } from "../../detection.ts";
import { directCaller, isPerson, succeeded } from "../../reading/index.ts";
import type { DetectionSettings } from "../../settings.ts";

/** A secret has few readers, always the same: a new one is worth a look. */
export function secretFirstReadByPrincipal({
  learningDays,
  forgetDays,
}: DetectionSettings): FirstSeenDetection {
  return {
    id: "secret-first-read-by-principal",
    title: "Secret read by a principal for the first time",
    description:
      "A secret whose readers are known is read by another principal. An IAM user, whose credentials last, weighs more than a role. People who come by single sign-on share roles, and have detections of their own.",
    technique: "T1555.006",
    severity: ({ userIdentity }) => (userIdentity.type === "IAMUser" ? "MEDIUM" : "LOW"),
    kind: "first-seen",
    wants: [{ source: "secretsmanager.amazonaws.com", names: ["GetSecretValue"] }],
    matches: (record) => succeeded(record) && (!isPerson(record) || record.userIdentity.type === "IAMUser"),
    entity: secretOf,
    value: directCaller,
    forgetDays,
    learningDays,
    why: (value, entity) => `${value} read the secret ${entity}, which it never did before.`,
    remedy:
      "If nobody gave it that task: rotate the secret with rekey rotate SECRET, and have its resource policy allow its readers alone.",
  };
}
