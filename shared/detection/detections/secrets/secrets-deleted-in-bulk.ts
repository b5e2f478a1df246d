import { secretOf } from "../../../trail/index.ts";
import type { ThresholdDetection } from "../../detection.ts";
import { individual, succeeded } from "../../reading/index.ts";
import type { DetectionSettings } from "../../settings.ts";

/** Who wants an account to stand still deletes what its applications log in with. */
export function secretsDeletedInBulk({ thresholds }: DetectionSettings): ThresholdDetection {
  const threshold = thresholds["secrets-deleted-in-bulk"] ?? 9;
  return {
    id: "secrets-deleted-in-bulk",
    title: "Many secrets deleted within an hour",
    description:
      "A principal deletes many secrets within an hour, whether they can be restored or not: none of them can be read from then on. What CloudFormation and other services delete is left out.",
    technique: "T1485",
    severity: "HIGH",
    kind: "threshold",
    countsOwnStack: true,
    wants: [{ source: "secretsmanager.amazonaws.com", names: ["DeleteSecret"] }],
    threshold,
    windowSeconds: 3_600,
    matches: succeeded,
    entity: individual,
    distinct: secretOf,
    countsResources: true,
    why: (count, entity) =>
      `${entity} deleted at least ${count} secrets within an hour; the threshold is ${threshold}.`,
    remedy:
      "If no environment is being taken down: take away its credentials now, then restore each secret: aws secretsmanager restore-secret --secret-id SECRET.",
  };
}
