import { secretOf } from "../../../trail/index.ts";
import type { ThresholdDetection } from "../../detection.ts";
import { individual, succeeded } from "../../reading/index.ts";
import type { DetectionSettings } from "../../settings.ts";

/** The same in small portions. */
export function manySecretsReadInADay({ thresholds }: DetectionSettings): ThresholdDetection {
  const threshold = thresholds["many-secrets-read-in-a-day"] ?? 49;
  return {
    id: "many-secrets-read-in-a-day",
    title: "Many secrets read within a day",
    description:
      "A principal reads more different secrets within a day than a person or an application needs, slowly enough for no other threshold.",
    technique: "T1555.006",
    severity: "MEDIUM",
    kind: "threshold",
    wants: [{ source: "secretsmanager.amazonaws.com", names: ["GetSecretValue"] }],
    threshold,
    windowSeconds: 86_400,
    // What comes every night is one situation, and not one a day.
    quietSeconds: 2 * 86_400,
    matches: succeeded,
    entity: individual,
    distinct: secretOf,
    countsResources: true,
    why: (count, entity) =>
      `${entity} read at least ${count} different secrets within a day; the threshold is ${threshold}.`,
    remedy:
      "Ask whose it is. If it copies secrets as its task, allow it under allow; if not, take away its credentials and rotate what it read: rekey rotate SECRET for each.",
  };
}
