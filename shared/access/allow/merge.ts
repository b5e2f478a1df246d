import { isDeepStrictEqual } from "node:util";
import * as z from "zod";
import { parsePolicy } from "../policy/document.ts";
import { PolicyTooLargeError } from "./errors.ts";
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

/** How much of a policy AWS takes: KMS and Secrets Manager quotas in bytes, IAM's (user; role) without white space. */
export interface PolicyLimit {
  most: number;
  whiteSpaceCounts: boolean;
}

/**
 * A document as it is written: for people to read, or without white space where it would be longer than AWS takes.
 *
 * @throws PolicyTooLargeError if it is too long even so
 */
export function fitting(text: string, { most, whiteSpaceCounts }: PolicyLimit): string {
  const compact = JSON.stringify(JSON.parse(text));
  if (!whiteSpaceCounts && compact.replace(/\s/g, "").length <= most) return text;
  const bytes = Buffer.byteLength(compact);
  if (bytes > most) throw new PolicyTooLargeError(`It would have ${bytes} bytes, and AWS takes ${most}.`);
  return Buffer.byteLength(text) > most ? compact : text;
}
