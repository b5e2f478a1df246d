import type { RateDetection } from "../../detection.ts";
import { caller, succeeded } from "../../reading/index.ts";
import type { DetectionSettings } from "../../settings.ts";

/** One principal decrypts far more than it used to, itself or through a service that reads for it. */
export function kmsDecryptSpike({ thresholds, learningDays }: DetectionSettings): RateDetection {
  return {
    id: "kms-decrypt-spike",
    title: "A principal decrypts far more than usual",
    description:
      "A principal makes many times as many Decrypt calls in an hour as its own past lets expect. Reads of encrypted objects and secrets count, as a service decrypts for their reader.",
    technique: "T1530",
    severity: "MEDIUM",
    kind: "rate",
    wants: [{ source: "kms.amazonaws.com", names: ["Decrypt"] }],
    matches: succeeded,
    entity: caller,
    minimum: thresholds["kms-decrypt-spike"] ?? 500,
    factor: 10,
    learningDays,
    why: (count, expected, entity) =>
      `${entity} made ${count} Decrypt calls within an hour; its past lets expect ${Math.round(expected)}.`,
    remedy:
      "Find what it read: aws cloudtrail lookup-events --lookup-attributes AttributeKey=EventName,AttributeValue=Decrypt. If it is no new job of that application, take away its credentials.",
  };
}
