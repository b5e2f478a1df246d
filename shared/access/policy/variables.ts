import type { Lookup } from "../request/context.ts";
import { literal, type Pattern, wildcards } from "./pattern.ts";

/** A text of a policy with its variables put in; or why that cannot be. */
export type Filled = { pattern: Pattern } | { unknownKey: string } | { absentKey: string };

const variable = /\$\{([^}]*)\}/g;

/**
 * Puts values into the variables of a text, such as `${aws:username}` or `${aws:PrincipalTag/team, 'none'}`.
 * Wildcards in a value mean themselves; `${*}`, `${?}` and `${$}` are those characters.
 * Source: IAM User Guide, reference_policies_variables.
 *
 * @param version documents of 2008 know no variables
 * @param read how the rest of the text is meant: with wildcards, or to the letter
 */
export function fillVariables(
  text: string,
  version: string,
  lookup: Lookup,
  read: (text: string) => Pattern = wildcards,
): Filled {
  if (version !== "2012-10-17") return { pattern: read(text) };
  const parts: Pattern[] = [];
  let end = 0;
  for (const match of text.matchAll(variable)) {
    parts.push(read(text.slice(end, match.index)));
    end = match.index + match[0].length;
    const value = valueFor(match[1] ?? "", lookup);
    if (typeof value !== "string") return value;
    parts.push(literal(value));
  }
  parts.push(read(text.slice(end)));
  return { pattern: parts.flat() };
}

function valueFor(inner: string, lookup: Lookup): string | { unknownKey: string } | { absentKey: string } {
  if (inner === "*" || inner === "?" || inner === "$") return inner;
  const [, key = inner, fallback] = /^\s*([^,]*?)\s*(?:,\s*'([^']*)'\s*)?$/.exec(inner) ?? [];
  const value = lookup(key);
  if (value === "absent") return fallback ?? { absentKey: key };
  // A variable stands for one value: AWS does not say which of several.
  return typeof value === "string" || value.length !== 1 ? { unknownKey: key } : (value[0] ?? "");
}
