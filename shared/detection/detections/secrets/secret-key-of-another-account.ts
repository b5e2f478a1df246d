import type { MatchDetection } from "../../detection.ts";
import { foreignAccountIn, succeeded, who } from "../../reading/index.ts";
import type { DetectionSettings } from "../../settings.ts";
import { namedSecret } from "./named-secret.ts";
import { keysFor } from "./replicas.ts";

/** A secret under a key of somebody else: they decide whether it can be read. */
export function secretKeyOfAnotherAccount(settings: DetectionSettings): MatchDetection {
  return {
    id: "secret-key-of-another-account",
    title: "Secret put under a key of another account",
    description:
      "A secret, or a replica of it, is encrypted under a key of an account that is not trusted: that account decides who can read it, and can take it away.",
    technique: "T1486",
    severity: "HIGH",
    kind: "match",
    wants: [
      {
        source: "secretsmanager.amazonaws.com",
        names: ["CreateSecret", "ReplicateSecretToRegions", "UpdateSecret"],
      },
    ],
    matches: (record) =>
      succeeded(record) && keysFor(record).some((key) => foreignAccountIn(key, record, settings)),
    entity: namedSecret,
    resources: (record) => [namedSecret(record) ?? "unknown secret", ...keysFor(record)],
    why: (record) =>
      `${who(record)} put the secret under ${keysFor(record).join(", ")}, a key of another account.`,
    remedy: (record) =>
      `Put it back under a key of your own: aws secretsmanager update-secret --secret-id ${namedSecret(record)?.split("/").slice(2).join("/")} --kms-key-id KEY. If it is meant, name the account under trustedAccounts.`,
  };
}
