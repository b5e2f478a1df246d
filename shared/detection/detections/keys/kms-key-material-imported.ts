import type { MatchDetection } from "../../detection.ts";
import { asked, keyOf, succeeded, who } from "../../reading/index.ts";

/** Ransomware brings its own material, encrypts under it and deletes it: KMS has no copy to give back. */
export const kmsKeyMaterialImported: MatchDetection = {
  id: "kms-key-material-imported",
  title: "Key material imported",
  description:
    "Somebody brought key material of their own. Whoever has the only copy of it can take the data under the key hostage by deleting it from KMS.",
  technique: "T1486",
  severity: "MEDIUM",
  kind: "match",
  wants: [{ source: "kms.amazonaws.com", names: ["ImportKeyMaterial"] }],
  matches: (record) => succeeded(record) && asked(record, "validTo") === undefined,
  entity: keyOf,
  why: (record) => `${who(record)} imported key material of their own, which does not expire.`,
  remedy: (record) =>
    `If nobody planned it: aws kms disable-key --key-id ${keyOf(record)}, and find out what was encrypted under it since.`,
};
