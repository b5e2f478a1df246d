import type { Signal } from "../../../shared/findings/index.ts";

/** What is told of a situation whatever the batches. */
export interface Situation {
  ruleId: string;
  entity: string;
  firstSeen: string;
  lastSeen: string;
  /** The most that one signal counted. */
  count: number;
}

/** Signals of a detection about one entity that follow each other without a long pause, as one. */
export function situationsOf(signals: readonly Signal[]): Situation[] {
  const situations: (Situation & { quietSeconds: number })[] = [];
  for (const { ruleId, entity, firstSeen, lastSeen, count, quietSeconds } of signals.toSorted(
    byRuleAndTime,
  )) {
    const last = situations.at(-1);
    if (last?.ruleId !== ruleId || last.entity !== entity || !follows(last, firstSeen)) {
      situations.push({ ruleId, entity, firstSeen, lastSeen, count, quietSeconds });
    } else {
      if (lastSeen > last.lastSeen) last.lastSeen = lastSeen;
      last.count = Math.max(last.count, count);
    }
  }
  return situations.map(({ quietSeconds, ...situation }) => situation);
}

function byRuleAndTime(one: Signal, other: Signal): number {
  const keyOf = ({ ruleId, entity, firstSeen }: Signal) => `${ruleId}\n${entity}\n${firstSeen}`;
  return keyOf(one) < keyOf(other) ? -1 : 1;
}

function follows({ lastSeen, quietSeconds }: Situation & { quietSeconds: number }, time: string): boolean {
  return Date.parse(time) <= Date.parse(lastSeen) + quietSeconds * 1_000;
}
