import type { MatchDetection } from "../../detection.ts";
import { asked, keyOf, succeeded, who } from "../../reading/index.ts";

/** Material with an end date: on that day the key stops working. */
export const kmsKeyMaterialExpires: MatchDetection = {
  id: "kms-key-material-expires",
  title: "Imported key material will expire",
  description:
    "Key material was imported with an end date. On that day KMS deletes it, and nothing under the key can be decrypted any more.",
  technique: "T1486",
  severity: "HIGH",
  kind: "match",
  wants: [{ source: "kms.amazonaws.com", names: ["ImportKeyMaterial"] }],
  matches: (record) => succeeded(record) && asked(record, "validTo") !== undefined,
  entity: keyOf,
  why: (record) => `${who(record)} imported key material that expires on ${asked(record, "validTo")}.`,
  remedy: (record) =>
    `If the date is not meant, import the same material again with --expiration-model KEY_MATERIAL_DOES_NOT_EXPIRE: aws kms import-key-material --key-id ${keyOf(record)}.`,
};
