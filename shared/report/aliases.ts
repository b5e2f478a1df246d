import type { AuditEvent } from "../audit/index.ts";

/** What keys are called. */
export interface Aliases {
  /** The alias of a key by the key's ARN. */
  of(keyArn: string): string | undefined;
}

/**
 * Collects the aliases of keys as events name them, in any order; the latest counts.
 *
 * @param known as the account has them now: alias by ARN of the key
 */
export function aliasesWithin() {
  const latest = new Map<string, { alias: string; time: string }>();
  return {
    add: ({ keys: [key, ...otherKeys], aliases: [alias, ...others], time, error }: AuditEvent): void => {
      if (key === undefined || alias === undefined || otherKeys.length + others.length > 0) return;
      if (error !== undefined) return;
      const before = latest.get(key);
      const name = alias.split("/").slice(2).join("/");
      if (before && (before.time > time || (before.time === time && before.alias <= name))) return;
      latest.set(key, { alias: name, time });
    },
    answer: (known: ReadonlyMap<string, string>): Aliases => ({
      of: (key) => known.get(key) ?? latest.get(key)?.alias,
    }),
  };
}
