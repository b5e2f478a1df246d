import type { SituationStore, Stored } from "./store.ts";

/** Keeps situations in memory: for log files, where one process sees everything. */
export function memorySituations(): SituationStore {
  const byKey = new Map<string, Stored>();
  return {
    regions: "together",
    read: async (keys) =>
      new Map(
        keys.flatMap((key) => {
          const stored = byKey.get(key);
          return stored ? [[key, stored] as const] : [];
        }),
      ),
    write: async (key, before, { situations, lookAt }) => {
      const version = byKey.get(key)?.version ?? 0;
      if (version !== (before?.version ?? 0)) return false;
      byKey.set(key, { version: version + 1, situations, lookAt });
      return true;
    },
    due: async (now) =>
      [...byKey].flatMap(([key, { lookAt }]) =>
        lookAt !== undefined && Date.parse(lookAt) <= now.getTime() ? [key] : [],
      ),
  };
}
