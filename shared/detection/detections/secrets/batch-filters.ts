import type { CloudTrailRecord } from "../../../trail/index.ts";
import { at, list, texts } from "../../reading/index.ts";

/** The values of each filter of a `BatchGetSecretValue`. */
export function filtersOf({ requestParameters }: CloudTrailRecord): string[][] {
  return list(at(requestParameters, "filters")).map((filter) => texts(at(filter, "values")));
}

/** Whether filters leave out something and ask for nothing: `!x` fits every secret without x. */
export function isCatchAll(filters: readonly string[][]): boolean {
  return filters.length > 0 && filters.every((values) => values.every((value) => value.startsWith("!")));
}
