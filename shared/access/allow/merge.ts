import { isDeepStrictEqual } from "node:util";
import * as z from "zod";
import { parsePolicy } from "../policy/document.ts";
import type { PolicyStatement } from "./statements.ts";

const raw = z.record(z.string(), z.unknown());
const statementsOf = z.object({ Statement: z.union([raw.transform((one) => [one]), z.array(raw)]) });

/**
 * Puts statements into a policy document, one of the same Sid replaced, one that is there already left alone; all else
 * stays as it is. Merging twice is merging once.
 *
 * @param text the document as it is, undefined if there is none
 * @returns the document as JSON of two spaces
 * @throws PolicySyntaxError if what is there is no policy document
 */
export function mergeStatements(text: string | undefined, statements: readonly PolicyStatement[]): string {
  if (text !== undefined) parsePolicy(text);
  const document = raw.parse(
    text === undefined ? { Version: "2012-10-17", Statement: [] } : JSON.parse(text),
  );
  const merged = statements.reduce<Record<string, unknown>[]>(put, statementsOf.parse(document).Statement);
  return JSON.stringify({ ...document, Statement: merged }, null, 2);
}

function put(present: Record<string, unknown>[], statement: PolicyStatement): Record<string, unknown>[] {
  const added: Record<string, unknown> = { ...statement };
  const at = present.findIndex(({ Sid }) => Sid === statement.Sid);
  if (at >= 0) return present.with(at, added);
  const same = present.some((one) =>
    isDeepStrictEqual({ ...one, Sid: undefined }, { ...added, Sid: undefined }),
  );
  return same ? present : [...present, added];
}

/** A document as `mergeStatements` writes it, so that both can be compared line by line. */
export function normalized(text: string | undefined): string {
  return text === undefined ? "" : mergeStatements(text, []);
}
