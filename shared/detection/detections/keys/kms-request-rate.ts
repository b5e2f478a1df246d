import { accountOf } from "../../../trail/index.ts";
import type { ThresholdDetection } from "../../detection.ts";
import type { DetectionSettings } from "../../settings.ts";

/** More KMS requests in an account and region than its applications make: a leak, ransomware, or a missing cache. */
export function kmsRequestRate({ thresholds }: DetectionSettings): ThresholdDetection {
  const threshold = thresholds["kms-request-rate"] ?? 10_000;
  return {
    id: "kms-request-rate",
    title: "Unusually many KMS requests",
    description:
      "An account makes more KMS requests in a region than its applications do: a leak, ransomware, or a missing cache.",
    severity: "MEDIUM",
    technique: "T1486",
    kind: "threshold",
    wants: [{ source: "kms.amazonaws.com" }],
    threshold,
    windowSeconds: 300,
    matches: (record) => record.eventType !== "AwsServiceEvent",
    entity: (record) => `${accountOf(record)}/${record.awsRegion}`,
    why: (count, entity) =>
      `At least ${count} KMS requests within five minutes in ${entity}; the threshold is ${threshold}.`,
    remedy:
      "See in CloudTrail which principal makes them and on which key. An application: let it cache data keys. Anybody else: take away its credentials and look for data that was copied or encrypted.",
  };
}
