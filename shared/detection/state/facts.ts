import type * as z from "zod";

/**
 * A kind of facts. Merging is idempotent, and the order does not matter: whatever is delivered again, or by two at
 * once, the facts are the same in the end.
 */
export interface FactTable<T> {
  name: string;
  /** How many parts it is kept in: a batch writes each at the most once. */
  shards: number;
  /** Keys that nobody has to read back may be kept as hashes. */
  keys: "hashed" | "plain";
  schema: z.ZodType<T>;
  /** What is known from both; `known` itself if `fresh` tells nothing new. */
  merge(known: T, fresh: T): T;
  /** The second up to which it matters. What has passed is dropped, and the most outdated first where room is short. */
  until(fact: T): number;
}

/** Facts by what they are about. */
export type FactsByKey<T> = Iterable<[key: string, fact: T]> & { get(key: string): T | undefined };

/** Where facts are kept. */
export interface Facts {
  /** Merges facts into a table and returns all that is known of their keys. Writes nothing where nothing is new. */
  merge<T>(table: FactTable<T>, fresh: FactsByKey<T>): Promise<FactsByKey<T>>;
  /** Tells what this process knows of a key without a look at the store; undefined if that is nothing, or may be outdated. */
  known<T>(table: FactTable<T>): (key: string) => T | undefined;
  /** All facts of a table: to be asked for by their keys, or to be gone through where keys are plain. */
  all<T>(table: FactTable<T>): Promise<FactsByKey<T>>;
}

/** Merges facts into others, and says whether anything changed. */
export function mergeInto<T>(known: Map<string, T>, fresh: FactsByKey<T>, { merge }: FactTable<T>): boolean {
  let changed = false;
  for (const [key, fact] of fresh) {
    const before = known.get(key);
    const after = before === undefined ? fact : merge(before, fact);
    if (after === before) continue;
    known.set(key, after);
    changed = true;
  }
  return changed;
}
