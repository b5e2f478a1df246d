import type { ThresholdDetection } from "../../detection.ts";
import { fromConsole, individual } from "../../reading/index.ts";
import type { DetectionSettings } from "../../settings.ts";

/** The console asks much at once; a program that does is taking stock. */
export function keysAndSecretsEnumerated({ thresholds }: DetectionSettings): ThresholdDetection {
  const threshold = thresholds["keys-and-secrets-enumerated"] ?? 5;
  return {
    id: "keys-and-secrets-enumerated",
    title: "Stock taken of keys, secrets and parameters",
    description:
      "A program makes many different list and describe calls on keys, secrets and parameters within ten seconds. The console, which does so too, is left out; tools that check an account do it as their task.",
    technique: "T1580",
    severity: "LOW",
    kind: "threshold",
    wants: [
      {
        source: "kms.amazonaws.com",
        names: [
          "ListKeys",
          "ListAliases",
          "ListGrants",
          "ListKeyPolicies",
          "GetKeyPolicy",
          "GetKeyRotationStatus",
        ],
      },
      {
        source: "secretsmanager.amazonaws.com",
        names: ["ListSecrets", "GetResourcePolicy", "ListSecretVersionIds"],
      },
      { source: "ssm.amazonaws.com", names: ["DescribeParameters", "GetParameterHistory"] },
    ],
    threshold,
    windowSeconds: 10,
    // Refused calls are part of it.
    matches: (record) => !fromConsole(record),
    entity: individual,
    distinct: ({ eventSource, eventName }) => `${eventSource} ${eventName}`,
    quietSeconds: 3_600,
    why: (count, entity) =>
      `${entity} made at least ${count} different list and describe calls within ten seconds; the threshold is ${threshold}.`,
    remedy:
      "If it is a tool that checks the account, allow it under allow. If nobody knows it, take away its credentials and see what it read afterwards.",
  };
}
