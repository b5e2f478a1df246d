import { secretOf } from "../../../trail/index.ts";
import type { RateDetection } from "../../detection.ts";
import { succeeded } from "../../reading/index.ts";
import type { DetectionSettings } from "../../settings.ts";

/** A secret is read far more often than it used to be. */
export function secretReadAgainstBaseline({ thresholds, learningDays }: DetectionSettings): RateDetection {
  return {
    id: "secret-read-against-baseline",
    title: "Secret read far more often than usual",
    description: "A secret is read many times as often in an hour as its own past lets expect.",
    technique: "T1555.006",
    severity: "MEDIUM",
    kind: "rate",
    wants: [{ source: "secretsmanager.amazonaws.com", names: ["GetSecretValue"] }],
    matches: succeeded,
    entity: secretOf,
    minimum: thresholds["secret-read-against-baseline"] ?? 20,
    factor: 5,
    learningDays,
    why: (count, expected, entity) =>
      `The secret ${entity} was read ${count} times within an hour; its past lets expect ${Math.round(expected)}.`,
    remedy:
      "See in CloudTrail who reads it. An application: let it keep the secret in memory. Anybody else: rotate the secret now with rekey rotate SECRET, and take away the credentials that read it.",
  };
}
