import type { CloudTrailRecord } from "./record.ts";

/** What stands at a path inside a value of unknown shape; undefined where there is nothing. */
export function at(value: unknown, ...path: readonly string[]): unknown {
  let here = value;
  for (const name of path) {
    if (typeof here !== "object" || here === null || !Object.hasOwn(here, name)) return undefined;
    here = Reflect.get(here, name);
  }
  return here;
}

/** A text that is not empty; undefined for anything else. */
export function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** The texts of a list, or the one text that stands for a list of one. */
export function texts(value: unknown): string[] {
  const list: unknown[] = Array.isArray(value) ? value : [value];
  return list.flatMap((item) => text(item) ?? []);
}

/** A list, or the one thing that stands for a list of one, as in policies and in what S3 records of its XML. */
export function list(value: unknown): unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

/** A request parameter that is a text. */
export function asked(record: CloudTrailRecord, ...path: readonly string[]): string | undefined {
  return text(at(record.requestParameters, ...path));
}

/** Whether a request parameter is true; some services record it as a text. */
export function askedFor(record: CloudTrailRecord, name: string): boolean {
  return isTrue(at(record.requestParameters, name));
}

/** Whether a request parameter is false, and not merely absent. */
export function declined(record: CloudTrailRecord, name: string): boolean {
  const value = at(record.requestParameters, name);
  return value === false || value === "false";
}

function isTrue(value: unknown): boolean {
  return value === true || value === "true";
}
