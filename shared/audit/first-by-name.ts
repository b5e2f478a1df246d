/**
 * A map that never holds much more than so many entries: those whose names come first in the order of their characters.
 * Which these are, and what was counted for each, does not depend on the order in which they came.
 */
export interface FirstByName<T> {
  /** The entry of a name, made if there is none; undefined for one that has no place any more. */
  of(name: string, make: () => T): T | undefined;
  /** In the order of their names. */
  entries(): [name: string, entry: T][];
  /** Whether entries were left out. */
  hasMore(): boolean;
}

export function firstByName<T>(limit: number): FirstByName<T> {
  let kept = new Map<string, T>();
  let last: string | undefined;
  const cut = () => {
    const sorted = [...kept].sort(([one], [other]) => (one < other ? -1 : 1));
    kept = new Map(sorted.slice(0, limit));
    if (sorted.length > limit) last = sorted[limit - 1]?.[0];
  };
  return {
    of: (name, make) => {
      const known = kept.get(name);
      if (known !== undefined) return known;
      if (last !== undefined && name > last) return undefined;
      const made = make();
      kept.set(name, made);
      if (kept.size >= 2 * limit) cut();
      return kept.get(name);
    },
    entries: () => {
      cut();
      return [...kept];
    },
    hasMore: () => {
      cut();
      return last !== undefined;
    },
  };
}

/** Counts by name, within a limit. */
export function tally(limit: number) {
  const counts = firstByName<{ count: number }>(limit);
  let total = 0;
  return {
    add: (name: string) => {
      total += 1;
      const entry = counts.of(name, () => ({ count: 0 }));
      if (entry) entry.count += 1;
    },
    /** The most frequent first. */
    list: (): { name: string; count: number }[] =>
      counts
        .entries()
        .map(([name, { count }]) => ({ name, count }))
        .sort((one, other) => other.count - one.count),
    /** How many were counted whose names were left out. */
    others: (): number => total - counts.entries().reduce((sum, [, { count }]) => sum + count, 0),
  };
}
export type Tally = ReturnType<typeof tally>;
