import type { MatchDetection } from "../../detection.ts";
import { aliasOf, asked, byService, succeeded, who } from "../../reading/index.ts";

/** Who points an alias at another key has every application encrypt under that key from now on. */
export const kmsAliasRepointed: MatchDetection = {
  id: "kms-alias-repointed",
  title: "Alias points at another key",
  description:
    "An alias was pointed at another key: applications that use it encrypt under that key from now on. Rotation by hand does this; so does who wants the data under a key that they will delete.",
  technique: "T1486",
  severity: "MEDIUM",
  kind: "match",
  wants: [{ source: "kms.amazonaws.com", names: ["UpdateAlias"] }],
  matches: (record) => succeeded(record) && !byService(record),
  entity: aliasOf,
  why: (record) =>
    `${who(record)} pointed ${asked(record, "aliasName")} at the key ${asked(record, "targetKeyId")}. What is encrypted by the alias's name is under that key from now on.`,
  remedy: (record) =>
    `If it is no rotation by hand, point it back: aws kms update-alias --alias-name ${asked(record, "aliasName")} --target-key-id KEY_BEFORE.`,
};
