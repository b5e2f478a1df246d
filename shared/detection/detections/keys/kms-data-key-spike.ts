import type { RateDetection } from "../../detection.ts";
import { caller, succeeded } from "../../reading/index.ts";
import type { DetectionSettings } from "../../settings.ts";

/** One principal encrypts far more than it used to, itself or through a service that stores for it. */
export function kmsDataKeySpike({ thresholds, learningDays }: DetectionSettings): RateDetection {
  return {
    id: "kms-data-key-spike",
    title: "A principal makes far more data keys than usual",
    description:
      "A principal makes many times as many data keys in an hour as its own past lets expect. What S3 and others ask for counts, as a service makes a data key for each object that is stored anew: ransomware in S3 looks so.",
    technique: "T1486",
    severity: "MEDIUM",
    kind: "rate",
    wants: [{ source: "kms.amazonaws.com", names: ["GenerateDataKey", "GenerateDataKeyWithoutPlaintext"] }],
    matches: succeeded,
    entity: caller,
    minimum: thresholds["kms-data-key-spike"] ?? 500,
    factor: 10,
    learningDays,
    why: (count, expected, entity) =>
      `${entity} made ${count} data keys within an hour; its past lets expect ${Math.round(expected)}.`,
    remedy:
      "Find what it encrypts: aws cloudtrail lookup-events --lookup-attributes AttributeKey=EventName,AttributeValue=GenerateDataKey. If it is no new job of that application, take away its credentials and disable the key: aws kms disable-key --key-id KEY.",
  };
}
