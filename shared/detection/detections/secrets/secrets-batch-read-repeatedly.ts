import type { ThresholdDetection } from "../../detection.ts";
import { individual, succeeded } from "../../reading/index.ts";
import type { DetectionSettings } from "../../settings.ts";
import { filtersOf, searchOf } from "./batch-filters.ts";

/** Applications name the secrets that they read in a batch, or how those names begin; who searches tries filters. */
export function secretsBatchReadRepeatedly({ thresholds }: DetectionSettings): ThresholdDetection {
  const threshold = thresholds["secrets-batch-read-repeatedly"] ?? 4;
  return {
    id: "secrets-batch-read-repeatedly",
    title: "Secrets searched and read in batches",
    description:
      "A principal reads secrets in batches by filters, page after page, within a day. Batches that name their secrets are not counted, and those of secrets whose names begin alike once: applications make both at each start.",
    technique: "T1555.006",
    severity: "LOW",
    kind: "threshold",
    wants: [{ source: "secretsmanager.amazonaws.com", names: ["BatchGetSecretValue"] }],
    threshold,
    windowSeconds: 86_400,
    // An application that does so by habit is one situation, and not one every few days.
    quietSeconds: 7 * 86_400,
    matches: (record) => succeeded(record) && filtersOf(record).length > 0,
    entity: individual,
    distinct: searchOf,
    why: (count, entity) =>
      `${entity} read secrets in batches by filters at least ${count} times within a day; the threshold is ${threshold}.`,
    remedy:
      "Ask whose it is. If nobody knows, take away its credentials and rotate what it read: rekey rotate SECRET for each.",
  };
}
