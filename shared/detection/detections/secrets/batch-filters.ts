import type { CloudTrailRecord } from "../../../trail/index.ts";
import { at, callOf, list, text, texts } from "../../reading/index.ts";

/** The values of each filter of a `BatchGetSecretValue`. */
export function filtersOf({ requestParameters }: CloudTrailRecord): string[][] {
  return list(at(requestParameters, "filters")).map((filter) => texts(at(filter, "values")));
}

/** Whether filters leave out something and ask for nothing: `!x` fits every secret without x. */
export function isCatchAll(filters: readonly string[][]): boolean {
  return filters.length > 0 && filters.every((values) => values.every((value) => value.startsWith("!")));
}

/**
 * What a batch looks for, for counting searches: one that asks by names alone looks for the same whenever it is repeated, as an application
 * does that reads its own at each start; any other call counts, since pages of one search look the same.
 */
export function searchOf(record: CloudTrailRecord): string {
  const keys = list(at(record.requestParameters, "filters")).map((filter) => text(at(filter, "key")));
  return keys.every((key) => key === "name")
    ? JSON.stringify([record.awsRegion, ...filtersOf(record)])
    : callOf(record);
}
