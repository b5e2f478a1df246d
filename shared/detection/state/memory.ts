import { daySeconds } from "../time.ts";
import { type FactTable, mergeInto } from "./facts.ts";
import { memoryLedger } from "./memory-ledger.ts";
import { seenEvents } from "./seen.ts";
import type { DetectionState } from "./state.ts";

/**
 * Remembers in memory: for log files, where one process sees everything. What is older than its window and an hour,
 * by the events' own time, is forgotten, so that memory does not grow with the input.
 */
export function memoryState(): DetectionState {
  const tables = new Map<string, { facts: Map<string, unknown>; forget: (before: number) => void }>();
  const ledger = memoryLedger();
  const seen = seenEvents();
  let forgottenOn = 0;

  // Before a batch and not in it: its own events may lie far apart, and none may be forgotten before it is evaluated.
  const forgetOld = () => {
    const latest = ledger.latest();
    ledger.forget();
    seen.forget(latest);
    const day = Math.floor(latest / daySeconds);
    if (day > forgottenOn) for (const { forget } of tables.values()) forget(latest);
    forgottenOn = Math.max(forgottenOn, day);
  };

  const factsOf = <T>(table: FactTable<T>): Map<string, T> => {
    const known = tables.get(table.name);
    // A table's name stands for its type.
    if (known) return known.facts as Map<string, T>;
    const facts = new Map<string, T>();
    const forget = (before: number) => {
      for (const [key, fact] of facts) if (table.until(fact) < before) facts.delete(key);
    };
    tables.set(table.name, { facts, forget });
    return facts;
  };

  return {
    clock: "events",
    begin: forgetOld,
    unseen: (records) => records.filter(seen.isFirst),
    ledger,
    facts: {
      merge: async (table, fresh) => {
        const known = factsOf(table);
        mergeInto(known, fresh, table);
        return known;
      },
      known: (table) => {
        const facts = factsOf(table);
        return (key) => facts.get(key);
      },
      all: async (table) => factsOf(table),
    },
  };
}
