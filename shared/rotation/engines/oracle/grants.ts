import type { Statement } from "./connection.ts";

/** Something in which a user differs from the one that it shall be like. */
export interface Change {
  /** What it is, in words. */
  words: string;
  /** What makes it alike; absent where no statement can. */
  statement?: Statement;
}

/** One kind of grants, and how they are given and taken. */
export interface Grants<T> {
  wanted: readonly T[];
  found: readonly T[];
  /** What two grants have in common that differ in their options only. */
  key(of: T): string;
  /** The options that a grant is with: ADMIN, GRANT… */
  options(of: T): string[];
  words(of: T): string;
  give(what: T, options: string): Statement;
  take(what: T): Statement;
}

/** What is to be done so that a user has exactly the grants of another one. */
export function grants<T>({ wanted, found, key, options, words, give, take }: Grants<T>): Change[] {
  const present = merged(found, key, options);
  const needed = merged(wanted, key, options);
  const given = [...needed].flatMap(([name, { one, with: needs }]): Change[] => {
    const has = present.get(name);
    if (has && sameOptions(has.with, needs)) return [];
    const suffix = [...needs].map((option) => ` WITH ${option} OPTION`).join("");
    const lacks = { words: `it lacks ${words(one)}${suffix.toLowerCase()}`, statement: give(one, suffix) };
    // An option goes only together with what it is on.
    const tooMuch = has && ![...has.with].every((option) => needs.has(option));
    return tooMuch ? [{ words: `it has more than ${words(one)}`, statement: take(one) }, lacks] : [lacks];
  });
  const taken = [...present]
    .filter(([name]) => !needed.has(name))
    .map(([, { one }]) => ({ words: `it has ${words(one)} too much`, statement: take(one) }));
  return [...given, ...taken];
}

/** Several may have granted the same: all their options together count. */
function merged<T>(
  all: readonly T[],
  key: (of: T) => string,
  options: (of: T) => string[],
): Map<string, { one: T; with: Set<string> }> {
  return new Map(
    [...Map.groupBy(all, key)].flatMap(([name, [one, ...others]]) =>
      one === undefined ? [] : [[name, { one, with: new Set([one, ...others].flatMap(options)) }]],
    ),
  );
}

function sameOptions(one: Set<string>, other: Set<string>): boolean {
  return one.size === other.size && [...one].every((option) => other.has(option));
}
