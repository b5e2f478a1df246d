import { principalOf } from "../../../trail/index.ts";
import type { MatchDetection } from "../../detection.ts";
import { succeeded, who } from "../../reading/index.ts";
import { filtersOf, isCatchAll } from "./batch-filters.ts";

/** The API wants a filter; a filter that fits everything is how one takes everything. */
export const secretsBatchCatchAll: MatchDetection = {
  id: "secrets-batch-catch-all",
  title: "All secrets read in batches",
  description:
    "Secrets were read in batches with filters that only leave out (such as tag-key !x), which fit nearly all secrets there are.",
  technique: "T1555.006",
  severity: "HIGH",
  kind: "match",
  wants: [{ source: "secretsmanager.amazonaws.com", names: ["BatchGetSecretValue"] }],
  matches: (record) => succeeded(record) && isCatchAll(filtersOf(record)),
  entity: (record) => principalOf(record).id,
  why: (record) =>
    `${who(record)} read secrets in batches with the filter ${filtersOf(record).flat().join(", ")}, which fits all that lack it.`,
  remedy:
    "Take away its credentials now, then find in CloudTrail the GetSecretValue of the same minute and rotate what it read: rekey rotate SECRET for each.",
};
