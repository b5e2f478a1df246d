import type { RateDetection } from "../../detection.ts";
import { individual, succeeded } from "../../reading/index.ts";
import type { DetectionSettings } from "../../settings.ts";

/** Who takes secrets slowly stays under a threshold, but not under their own past. */
export function secretReadsOfPrincipal({ thresholds, learningDays }: DetectionSettings): RateDetection {
  return {
    id: "secret-reads-of-principal",
    title: "A principal reads far more secrets than usual",
    description:
      "A principal makes many times as many reads of secrets in an hour as its own past lets expect. What always reads many, such as an operator that copies secrets into a cluster, does not fire.",
    technique: "T1555.006",
    severity: "MEDIUM",
    kind: "rate",
    wants: [{ source: "secretsmanager.amazonaws.com", names: ["GetSecretValue", "BatchGetSecretValue"] }],
    matches: succeeded,
    entity: individual,
    minimum: thresholds["secret-reads-of-principal"] ?? 30,
    factor: 5,
    learningDays,
    why: (count, expected, entity) =>
      `${entity} read secrets ${count} times within an hour; its past lets expect ${Math.round(expected)}.`,
    remedy:
      "See in CloudTrail which secrets it read. If it is no new job of that application, take away its credentials and rotate what it read: rekey rotate SECRET.",
  };
}
