import type { Severity } from "../../../findings/index.ts";
import { type CloudTrailRecord, keysOf } from "../../../trail/index.ts";
import type { FirstSeenDetection } from "../../detection.ts";
import { at, byService, succeeded } from "../../reading/index.ts";
import type { DetectionSettings } from "../../settings.ts";

const none = "no encryption context";
const services = "an encryption context of AWS services";

/** That a service begins to use a key is merely noteworthy. */
const severities: Record<string, Severity> = { [none]: "MEDIUM", [services]: "INFORMATIONAL" };

/** An application always gives the same context; who tries a stolen ciphertext by hand often gives none or another. */
export function kmsDecryptUnusualContext({
  learningDays,
  forgetDays,
}: DetectionSettings): FirstSeenDetection {
  return {
    id: "kms-decrypt-unusual-context",
    title: "Decrypt with an encryption context that the key is not used with",
    description:
      "A key is used to decrypt without an encryption context, or with other keys in it than were ever seen with it. Applications do not change their context; copied ciphertexts are tried without.",
    technique: "T1555.006",
    severity: (record) => severities[contextOf(record)] ?? "LOW",
    kind: "first-seen",
    wants: [{ source: "kms.amazonaws.com", names: ["Decrypt", "ReEncrypt"] }],
    matches: succeeded,
    entity: (record) => keysOf(record)[0],
    value: contextOf,
    forgetDays,
    learningDays,
    why: (value, entity) => `The key ${entity} was used to decrypt with ${value}, as it never was before.`,
    remedy:
      "See in CloudTrail who decrypted. If it is no new application: take away their credentials, and have the key policy ask for the context with kms:EncryptionContextKeys.",
  };
}

/** The keys of the context that a call gave, in their order; the values differ with each use. Services' are one. */
function contextOf(record: CloudTrailRecord): string {
  if (byService(record)) return services;
  const { requestParameters } = record;
  const context =
    at(requestParameters, "encryptionContext") ?? at(requestParameters, "sourceEncryptionContext");
  const keys = typeof context === "object" && context !== null ? Object.keys(context).sort() : [];
  return keys.length > 0 ? `the encryption context ${keys.join(", ")}` : none;
}
