import type { CloudTrailRecord } from "../../../trail/index.ts";
import type { FirstSeenDetection } from "../../detection.ts";
import { at, byService, keyOf, succeeded } from "../../reading/index.ts";
import type { DetectionSettings } from "../../settings.ts";

const none = "no encryption context";

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
    severity: (record) => (contextOf(record) === none ? "MEDIUM" : "LOW"),
    kind: "first-seen",
    wants: [{ source: "kms.amazonaws.com", names: ["Decrypt", "ReEncrypt"] }],
    // Services have contexts of their own, always the same.
    matches: (record) => succeeded(record) && !byService(record) && keyOf(record) !== "unknown key",
    entity: keyOf,
    value: contextOf,
    forgetDays,
    learningDays,
    why: (value, entity) => `The key ${entity} was used to decrypt with ${value}, as it never was before.`,
    remedy:
      "See in CloudTrail who decrypted. If it is no new application: take away their credentials, and have the key policy ask for the context with kms:EncryptionContextKeys.",
  };
}

/** The keys of the context that a call gave, in their order; the values differ with each use. */
function contextOf({ requestParameters }: CloudTrailRecord): string {
  const context =
    at(requestParameters, "encryptionContext") ?? at(requestParameters, "sourceEncryptionContext");
  const keys = typeof context === "object" && context !== null ? Object.keys(context).sort() : [];
  return keys.length > 0 ? `the encryption context ${keys.join(", ")}` : none;
}
