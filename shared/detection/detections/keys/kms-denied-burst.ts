import type { ThresholdDetection } from "../../detection.ts";
import { denied, individualBehind } from "../../reading/index.ts";
import type { DetectionSettings } from "../../settings.ts";

/** Somebody tries keys that they may not use. */
export function kmsDeniedBurst({ thresholds }: DetectionSettings): ThresholdDetection {
  const threshold = thresholds["kms-denied-burst"] ?? 19;
  return {
    id: "kms-denied-burst",
    title: "Many refused KMS calls",
    description:
      "A principal was refused again and again by KMS within a day: it tries what its credentials can do, or a deployment took away what it needs.",
    technique: "T1580",
    severity: "MEDIUM",
    kind: "threshold",
    wants: [{ source: "kms.amazonaws.com" }],
    threshold,
    windowSeconds: 86_400,
    // What comes every night is one situation, and not one a day.
    quietSeconds: 2 * 86_400,
    matches: denied,
    entity: individualBehind,
    why: (count, entity) =>
      `KMS refused at least ${count} calls of ${entity} within a day; the threshold is ${threshold}.`,
    remedy:
      "See in CloudTrail what it tried. An application: give it what it needs or stop it. Anybody else: take away the credentials.",
  };
}
