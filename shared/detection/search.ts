import { type Finding, memorySituations, type Signal, situations } from "../findings/index.ts";
import type { CloudTrailRecord } from "../trail/index.ts";
import type { Detection } from "./detection.ts";
import { evaluator } from "./evaluator.ts";
import type { DetectionSettings } from "./settings.ts";
import { memoryState } from "./state/memory.ts";
import { hourSeconds, secondOf } from "./time.ts";

/** So many records are evaluated at once: what is looked up for an entity is looked up once for all its records. */
const batchRecords = 1_000;

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
  const { evaluate, sweep } = evaluator(detections, settings, memoryState(), {
    onFailure: (error) => {
      throw error;
    },
  });
  const { merge, close } = situations(memorySituations());
  const latest = new Map<string, Finding>();
  let time = "";
  let pending: CloudTrailRecord[] = [];

  const keep = (findings: readonly Finding[]) => {
    for (const finding of findings) latest.set(finding.id, finding);
  };
  const join = async (signals: readonly Signal[]) => {
    for (const signal of signals) keep(await merge([signal], new Date(signal.lastSeen)));
  };

  const evaluatePending = async () => {
    const records = pending;
    pending = [];
    await join(await evaluate(records));
  };

  return {
    add: async (records) => {
      if (areFarApart(pending, records)) await evaluatePending();
      for (const record of records) {
        // As text they sort by time.
        if (record.eventTime > time) time = record.eventTime;
        pending.push(record);
      }
      if (pending.length >= batchRecords) await evaluatePending();
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

function areFarApart([one]: readonly CloudTrailRecord[], [other]: readonly CloudTrailRecord[]): boolean {
  if (!one || !other) return false;
  return Math.abs(secondOf(one.eventTime) - secondOf(other.eventTime)) > batchSeconds;
}
