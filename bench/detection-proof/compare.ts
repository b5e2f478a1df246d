import type { Signal } from "../../shared/findings/index.ts";

/** What two ways of looking at the same events have in common. */
export interface Compared {
  situations: number;
  /** In the one and not in the other. */
  lost: string[];
  /** In the other and not in the one. */
  invented: string[];
}

/** Compares what is to be found with what was found, by situations and the most that each counted. */
export function compare(expected: readonly Signal[], found: readonly Signal[]): Compared {
  const [one, other] = [situationsOf(expected), situationsOf(found)];
  return {
    situations: one.size,
    lost: [...one].filter((each) => !other.has(each)),
    invented: [...other].filter((each) => !one.has(each)),
  };
}

/** Of these the count of a signal is not that of its batch alone. */
const counted = /^(p-reads|p-many|p-rate|kms-request-rate|secret-read-rate)/;

/** Signals of a detection about one entity that follow each other without a long pause, as one line. */
function situationsOf(signals: readonly Signal[]): Set<string> {
  const bySubject = Map.groupBy(signals, ({ ruleId, entity }) => `${ruleId} ${entity}`);
  const lines = new Set<string>();
  for (const [subject, of] of bySubject) {
    let open: { firstSeen: string; lastSeen: string; count: number } | undefined;
    const end = () => {
      if (open) lines.add(`${subject} ${open.firstSeen} ${open.lastSeen} ${open.count}`);
    };
    for (const { ruleId, firstSeen, lastSeen, quietSeconds, ...signal } of of.toSorted(byFirst)) {
      const count = counted.test(ruleId) ? signal.count : 0;
      if (open && Date.parse(firstSeen) <= Date.parse(open.lastSeen) + quietSeconds * 1_000) {
        open = {
          firstSeen: open.firstSeen,
          lastSeen: [open.lastSeen, lastSeen].toSorted().at(-1) ?? lastSeen,
          count: Math.max(open.count, count),
        };
        continue;
      }
      end();
      open = { firstSeen, lastSeen, count };
    }
    end();
  }
  return lines;
}

function byFirst(one: Signal, other: Signal): number {
  return one.firstSeen < other.firstSeen ? -1 : 1;
}
