import type { ThresholdDetection } from "../../detection.ts";
import { individual, succeeded } from "../../reading/index.ts";
import type { DetectionSettings } from "../../settings.ts";
import { decrypts, parameterArns, parametersOf, readsParameters } from "./read.ts";

/** Who takes what there is reads batch after batch, ten parameters in each. */
export function parametersDecryptedInBulk({ thresholds }: DetectionSettings): ThresholdDetection {
  const threshold = thresholds["parameters-decrypted-in-bulk"] ?? 30;
  return {
    id: "parameters-decrypted-in-bulk",
    title: "Many parameters read with decryption",
    description:
      "A principal reads more different parameters with decryption within five minutes than an application has. Each parameter of a batch counts.",
    technique: "T1555.006",
    severity: "HIGH",
    kind: "threshold",
    wants: readsParameters,
    threshold,
    windowSeconds: 300,
    matches: (record) => succeeded(record) && decrypts(record),
    entity: individual,
    distinct: parametersOf,
    resources: parameterArns,
    why: (count, entity) =>
      `${entity} read at least ${count} different parameters with decryption within five minutes; the threshold is ${threshold}.`,
    remedy:
      "Take away its credentials now, then change what the parameters hold: aws ssm put-parameter --overwrite for each. If it copies parameters as its task, allow it under allow.",
  };
}
