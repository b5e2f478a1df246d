import type { ThresholdDetection } from "../../detection.ts";
import { denied, individualBehind } from "../../reading/index.ts";
import type { DetectionSettings } from "../../settings.ts";

/** Somebody tries parameters that they may not read. */
export function parametersDeniedBurst({ thresholds }: DetectionSettings): ThresholdDetection {
  const threshold = thresholds["parameters-denied-burst"] ?? 19;
  return {
    id: "parameters-denied-burst",
    title: "Many refused reads of parameters",
    description:
      "A principal was refused again and again within a day when it read or listed parameters: it tries what its credentials can do, or a deployment took away what it needs.",
    technique: "T1580",
    severity: "LOW",
    kind: "threshold",
    wants: [
      {
        source: "ssm.amazonaws.com",
        names: [
          "DescribeParameters",
          "GetParameter",
          "GetParameters",
          "GetParametersByPath",
          "GetParameterHistory",
        ],
      },
    ],
    threshold,
    windowSeconds: 86_400,
    // What comes every night is one situation, and not one a day.
    quietSeconds: 2 * 86_400,
    matches: denied,
    entity: individualBehind,
    why: (count, entity) =>
      `Parameter Store refused at least ${count} calls of ${entity} within a day; the threshold is ${threshold}.`,
    remedy:
      "See in CloudTrail what it tried. An application: give it what it needs or stop it. Anybody else: take away the credentials.",
  };
}
