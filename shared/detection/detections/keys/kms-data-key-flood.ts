import { keysOf, principalOf } from "../../../trail/index.ts";
import type { ThresholdDetection } from "../../detection.ts";
import { byService, callOf, individualBehind, isPerson, succeeded } from "../../reading/index.ts";
import type { DetectionSettings } from "../../settings.ts";

/** Ransomware that encrypts file by file asks for a data key for each. */
export function kmsDataKeyFlood({ thresholds }: DetectionSettings): ThresholdDetection {
  const threshold = thresholds["kms-data-key-flood"] ?? 2_000;
  return {
    id: "kms-data-key-flood",
    title: "Flood of data keys from one principal",
    description:
      "A principal makes data keys under one key faster than applications do, as who encrypts file after file. What AWS services ask for on behalf of applications is not counted; on behalf of people it is: they do not store thousands of objects within minutes.",
    technique: "T1486",
    severity: "HIGH",
    kind: "threshold",
    wants: [
      {
        source: "kms.amazonaws.com",
        names: [
          "GenerateDataKey",
          "GenerateDataKeyWithoutPlaintext",
          "GenerateDataKeyPair",
          "GenerateDataKeyPairWithoutPlaintext",
        ],
      },
    ],
    threshold,
    windowSeconds: 300,
    matches: (record) => succeeded(record) && (!byService(record) || isPerson(record)),
    entity: (record) => {
      const [key] = keysOf(record);
      const who = individualBehind(record);
      return key && who && `${who} with ${key}`;
    },
    distinct: callOf,
    why: (count, entity) =>
      `${entity} made at least ${count} data keys within five minutes; the threshold is ${threshold}.`,
    remedy: (record) =>
      `Unless it is an application that lacks a cache, stop it now: aws kms disable-key --key-id ${keysOf(record)[0]}, then take away the credentials of ${principalOf(record).id} and look for encrypted data.`,
  };
}
