import type { WindowStore } from "./store.ts";

/** Keeps windows in memory: for log files, where one process sees everything. */
export function memoryWindows(): WindowStore {
  const series = new Map<string, Map<number, Set<string>>>();
  return {
    add: async (name, events) => {
      const seconds = series.get(name) ?? new Map<number, Set<string>>();
      series.set(name, seconds);
      for (const { eventId, second } of events) {
        const ids = seconds.get(second) ?? new Set<string>();
        seconds.set(second, ids.add(eventId));
      }
    },
    counts: async (name, from, to) => {
      const seconds = [...(series.get(name) ?? [])].filter(([second]) => second >= from && second <= to);
      return new Map(seconds.map(([second, ids]) => [second, ids.size]));
    },
  };
}
