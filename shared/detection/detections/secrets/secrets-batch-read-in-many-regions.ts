import type { ThresholdDetection } from "../../detection.ts";
import { denied, individual, succeeded } from "../../reading/index.ts";
import type { DetectionSettings } from "../../settings.ts";

/** Who looks for secrets goes through the regions; an application has one or two. Seen where records of several regions come together. */
export function secretsBatchReadInManyRegions({ thresholds }: DetectionSettings): ThresholdDetection {
  const threshold = thresholds["secrets-batch-read-in-many-regions"] ?? 4;
  return {
    id: "secrets-batch-read-in-many-regions",
    title: "Secrets read in batches in many regions",
    description:
      "A principal reads secrets in batches in one region after the other within ten minutes. A stack sees its own region alone; rekey detect over log files sees all.",
    technique: "T1555.006",
    severity: "HIGH",
    kind: "threshold",
    wants: [{ source: "secretsmanager.amazonaws.com", names: ["BatchGetSecretValue"] }],
    threshold,
    windowSeconds: 600,
    // Refused ones too: who tries all regions often has no permission in some.
    matches: (record) => succeeded(record) || denied(record),
    entity: individual,
    distinct: ({ awsRegion }) => awsRegion,
    why: (count, entity) =>
      `${entity} read secrets in batches in at least ${count} regions within ten minutes; the threshold is ${threshold}.`,
    remedy: "Take away its credentials now, then rotate what it read in each region: rekey rotate SECRET.",
  };
}
