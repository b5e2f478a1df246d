import { secretOf } from "../../../trail/index.ts";
import type { ThresholdDetection } from "../../detection.ts";
import { individual, succeeded } from "../../reading/index.ts";
import type { DetectionSettings } from "../../settings.ts";

/** Who takes what there is reads one secret after the other. */
export function manySecretsReadInMinutes({ thresholds }: DetectionSettings): ThresholdDetection {
  const threshold = thresholds["many-secrets-read-in-minutes"] ?? 19;
  return {
    id: "many-secrets-read-in-minutes",
    title: "Many secrets read within minutes",
    description: "A principal reads more different secrets within five minutes than an application has.",
    technique: "T1555.006",
    severity: "HIGH",
    kind: "threshold",
    wants: [{ source: "secretsmanager.amazonaws.com", names: ["GetSecretValue"] }],
    threshold,
    windowSeconds: 300,
    matches: succeeded,
    entity: individual,
    distinct: secretOf,
    countsResources: true,
    why: (count, entity) =>
      `${entity} read at least ${count} different secrets within five minutes; the threshold is ${threshold}.`,
    remedy:
      "Take away its credentials now, then rotate what it read: rekey rotate SECRET for each. If it copies secrets as its task, allow it under allow.",
  };
}
