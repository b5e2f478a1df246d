import { type Finding, memorySituations, type Signal, situations } from "../findings/index.ts";
import type { CloudTrailRecord } from "../trail/index.ts";
import type { Detection } from "./detection.ts";
import { evaluator } from "./evaluator.ts";
import type { DetectionSettings } from "./settings.ts";
import { memoryState } from "./state/memory.ts";
import { hourSeconds, secondOf } from "./time.ts";

/** So many records are evaluated at once: what is looked up for an entity is looked up once for all its records. */
const batchRecords = 2_000;

/** Nor do they lie further apart: between two that do, something may have to be forgotten. */
const batchSeconds = hourSeconds;

/** A search through records of the past, with all state in memory. */
export interface Search {
  /** Takes further records. They are evaluated when there are enough of them, and at the end. */
  add(records: readonly CloudTrailRecord[]): Promise<void>;
  /**
   * Ends the search: what is quiet by the time of the last record is closed.
   *
   * @returns the findings as they stand, in the order of their first event
   */
  end(): Promise<Finding[]>;
}

/**
 * Begins a search. Time is the events' own. Records are to come in about the order of time; what is over an hour late may
 * be missed by what counts.
 */
export function search(detections: readonly Detection[], settings: DetectionSettings): Search {
  const { batch, sweep } = evaluator(detections, settings, memoryState(), {
    onFailure: (error) => {
      throw error;
    },
  });
  const { merge, close } = situations(memorySituations());
  const latest = new Map<string, Finding>();
  let time = "";
  const newPending = () => ({ records: batch(), size: 0, second: 0 });
  let pending = newPending();

  const keep = (findings: readonly Finding[]) => {
    for (const finding of findings) latest.set(finding.id, finding);
  };
  const join = async (signals: readonly Signal[]) => {
    for (const signal of signals) keep(await merge([signal], new Date(signal.lastSeen)));
  };

  const evaluatePending = async () => {
    const { records } = pending;
    pending = newPending();
    await join(await records.evaluate());
  };

  return {
    add: async (records) => {
      const [first] = records;
      if (!first) return;
      const second = secondOf(first.eventTime);
      if (pending.size > 0 && Math.abs(second - pending.second) > batchSeconds) await evaluatePending();
      if (pending.size === 0) pending.second = second;
      pending.size += records.length;
      pending.records.add(records);
      // As text they sort by time.
      for (const { eventTime } of records) if (eventTime > time) time = eventTime;
      if (pending.size >= batchRecords) await evaluatePending();
    },
    end: async () => {
      await evaluatePending();
      if (time !== "") {
        const end = new Date(time);
        await join(await sweep(end));
        keep(await close(end));
      }
      const findings = [...latest.values()].filter(({ supersededBy }) => supersededBy === undefined);
      return findings.toSorted((one, other) => Date.parse(one.firstSeen) - Date.parse(other.firstSeen));
    },
  };
}
