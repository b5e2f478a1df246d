import { secretOf } from "../../../trail/index.ts";
import type { ThresholdDetection } from "../../detection.ts";
import type { DetectionSettings } from "../../settings.ts";

/** One failure is tried again by Secrets Manager; several want a person. */
export function secretRotationFailing({ thresholds }: DetectionSettings): ThresholdDetection {
  const threshold = thresholds["secret-rotation-failing"] ?? 2;
  return {
    id: "secret-rotation-failing",
    title: "Rotation of a secret fails again and again",
    description:
      "A secret's rotation failed several times within a day. Secrets Manager tries again by itself; what still fails then wants a person.",
    technique: "T1489",
    severity: "MEDIUM",
    kind: "threshold",
    wants: [{ source: "secretsmanager.amazonaws.com", names: ["RotationFailed"] }],
    threshold,
    windowSeconds: 86_400,
    matches: () => true,
    entity: secretOf,
    why: (count, entity) =>
      `The rotation of ${entity} failed at least ${count} times within a day; the threshold is ${threshold}.`,
    remedy: ({ additionalEventData }) =>
      `See why and what state it is in: rekey rotation status ${additionalEventData?.SecretId}.`,
  };
}
