import { secretOf } from "../../../trail/index.ts";
import type { ThresholdDetection } from "../../detection.ts";
import type { DetectionSettings } from "../../settings.ts";

/** One secret read far more often than an application that caches it needs. */
export function secretReadRate({ thresholds }: DetectionSettings): ThresholdDetection {
  const threshold = thresholds["secret-read-rate"] ?? 100;
  return {
    id: "secret-read-rate",
    title: "Secret read unusually often",
    description: "One secret is read far more often than an application that caches it needs.",
    severity: "MEDIUM",
    technique: "T1555.006",
    kind: "threshold",
    wants: [{ source: "secretsmanager.amazonaws.com", names: ["GetSecretValue"] }],
    threshold,
    windowSeconds: 300,
    matches: (record) => record.errorCode === undefined,
    entity: secretOf,
    why: (count, entity) =>
      `The secret ${entity} was read at least ${count} times within five minutes; the threshold is ${threshold}.`,
    remedy:
      "See in CloudTrail who reads it. An application: let it keep the secret in memory. Anybody else: rotate the secret at once and take away the credentials that read it.",
  };
}
