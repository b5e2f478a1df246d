import type { MatchDetection } from "../../detection.ts";
import { isServiceEvent, keyOf, succeeded, who } from "../../reading/index.ts";

/** Without its imported material a key can do nothing; only who has a copy of the material can mend that. */
export const kmsImportedMaterialDeleted: MatchDetection = {
  id: "kms-imported-material-deleted",
  title: "Imported key material deleted",
  description:
    "The material of a key was deleted by hand, or has expired. Until the very same material is imported again, nothing under the key can be decrypted.",
  technique: "T1485",
  severity: (record) => (isServiceEvent(record) ? "HIGH" : "CRITICAL"),
  kind: "match",
  countsOwnStack: true,
  wants: [
    {
      source: "kms.amazonaws.com",
      // The second is KMS's own event when the material expires.
      names: ["DeleteImportedKeyMaterial", "DeleteExpiredKeyMaterial"],
    },
  ],
  matches: succeeded,
  entity: keyOf,
  why: (record) =>
    isServiceEvent(record)
      ? "The key's imported material has expired and KMS deleted it. Nothing under the key can be decrypted until it is imported again."
      : `${who(record)} deleted the key's imported material. Nothing under the key can be decrypted until it is imported again.`,
  remedy: (record) =>
    `Import the same material again: aws kms get-parameters-for-import --key-id ${keyOf(record)} --wrapping-algorithm RSAES_OAEP_SHA_256 --wrapping-key-spec RSA_4096, wrap your copy, then aws kms import-key-material.`,
};
