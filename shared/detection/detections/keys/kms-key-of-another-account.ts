import { keysOf } from "../../../trail/index.ts";
import type { MatchDetection } from "../../detection.ts";
import { foreignAccountIn, succeeded, who } from "../../reading/index.ts";
import type { DetectionSettings } from "../../settings.ts";

/** Data encrypted under a key of somebody else is theirs to give back: ransomware without any malware. */
export function kmsKeyOfAnotherAccount(settings: DetectionSettings): MatchDetection {
  return {
    id: "kms-key-of-another-account",
    title: "Data encrypted under a key of another account",
    description:
      "A principal of the account encrypts under a key of an account that is not trusted, itself or through S3 and others, as ransomware in S3 does.",
    technique: "T1486",
    severity: "HIGH",
    kind: "match",
    wants: [
      {
        source: "kms.amazonaws.com",
        names: ["Encrypt", "GenerateDataKey", "GenerateDataKeyWithoutPlaintext", "ReEncrypt"],
      },
    ],
    matches: succeeded,
    // The key's owner has a record of the same call too, for which the key is no other's.
    entity: (record) => keysOf(record).find((key) => foreignAccountIn(key, record, settings)),
    // Such use goes on: one situation, not one an hour.
    quietSeconds: 86_400,
    why: (record) => `${who(record)} encrypts under a key of another account, which is not trusted.`,
    remedy:
      "Find what is encrypted. If nobody agreed to that account, take away the credentials and copy the data back under a key of your own; if somebody did, name it under trustedAccounts.",
  };
}
