import type { z } from "zod";

/** The name of the field that an issue is about. */
export function fieldOf({ path }: z.core.$ZodIssue): string {
  return path.length === 0 ? "the value" : path.map(String).join(".");
}

/** What is wrong with it. A message of the schema's own may quote the value: it is left out. */
export function problemOf(issue: z.core.$ZodIssue): string {
  return issue.code === "invalid_type" ? `expected ${issue.expected}` : issue.code;
}
