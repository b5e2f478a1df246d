import type { KeyIdentity } from "./replacement.ts";

/** How something names the key that it is encrypted under. */
export type Naming = "byId" | "byArn" | "byAlias";

/**
 * How a text names a key.
 *
 * @param aliases those that count as names of it
 * @returns undefined if it names another key, or none
 */
export function namingOf(
  text: string | undefined,
  key: KeyIdentity,
  aliases: readonly string[] = [],
): Naming | undefined {
  if (text === undefined) return undefined;
  if (text === key.id) return "byId";
  if (text === key.arn) return "byArn";
  const prefix = key.arn.slice(0, key.arn.lastIndexOf(":") + 1);
  const alias = text.startsWith(prefix) ? text.slice(prefix.length) : text;
  return aliases.includes(alias) ? "byAlias" : undefined;
}

/** The text that names another key in the same way: an id by an id, an alias by itself. */
export function sameNaming(text: string, naming: Naming, to: KeyIdentity): string {
  if (naming === "byAlias") return text;
  return naming === "byId" ? to.id : to.arn;
}
