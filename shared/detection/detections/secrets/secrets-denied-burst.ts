import type { ThresholdDetection } from "../../detection.ts";
import { denied, individualBehind } from "../../reading/index.ts";
import type { DetectionSettings } from "../../settings.ts";

/** Somebody tries secrets that they may not read. */
export function secretsDeniedBurst({ thresholds }: DetectionSettings): ThresholdDetection {
  const threshold = thresholds["secrets-denied-burst"] ?? 19;
  return {
    id: "secrets-denied-burst",
    title: "Many refused calls to Secrets Manager",
    description:
      "A principal was refused again and again by Secrets Manager within a day: it tries what its credentials can do, or a deployment took away what it needs.",
    technique: "T1580",
    severity: "MEDIUM",
    kind: "threshold",
    wants: [{ source: "secretsmanager.amazonaws.com" }],
    threshold,
    windowSeconds: 86_400,
    // What comes every night is one situation, and not one a day.
    quietSeconds: 2 * 86_400,
    matches: denied,
    entity: individualBehind,
    why: (count, entity) =>
      `Secrets Manager refused at least ${count} calls of ${entity} within a day; the threshold is ${threshold}.`,
    remedy:
      "See in CloudTrail what it tried. An application: give it what it needs or stop it. Anybody else: take away the credentials.",
  };
}
