import type { SequenceDetection } from "../../detection.ts";
import { aliasOf, asked, byService, succeeded, who } from "../../reading/index.ts";

/** The same as pointing an alias at another key, in two calls instead of one. */
export const kmsAliasRecreated: SequenceDetection = {
  id: "kms-alias-recreated",
  title: "Alias deleted and made anew",
  description:
    "An alias was deleted and made anew within an hour: the roundabout way to have applications encrypt under another key.",
  technique: "T1486",
  severity: "MEDIUM",
  kind: "sequence",
  wants: [{ source: "kms.amazonaws.com", names: ["DeleteAlias", "CreateAlias"] }],
  matches: (record) => succeeded(record) && !byService(record),
  entity: aliasOf,
  steps: [
    { says: "deletes an alias", matches: ({ eventName }) => eventName === "DeleteAlias" },
    { says: "makes it anew", matches: ({ eventName }) => eventName === "CreateAlias" },
  ],
  windowSeconds: 3_600,
  why: (record) =>
    `${asked(record, "aliasName")} was deleted and, within an hour, made anew by ${who(record)} for the key ${asked(record, "targetKeyId")}.`,
  remedy: (record) =>
    `If it is no rotation by hand, point it back: aws kms update-alias --alias-name ${asked(record, "aliasName")} --target-key-id KEY_BEFORE.`,
};
