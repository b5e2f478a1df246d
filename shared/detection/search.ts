import { type Finding, memorySituations, type Signal, situations } from "../findings/index.ts";
import type { CloudTrailRecord } from "../trail/index.ts";
import type { Detection } from "./detection.ts";
import { evaluator } from "./evaluator.ts";
import { DetectionError } from "./guarded.ts";
import type { DetectionSettings } from "./settings.ts";
import { memoryState } from "./state/memory.ts";
import { hourIn, hourSeconds, secondOf } from "./time.ts";

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
  /** Detections that failed on records, which they left out: in words, each with the number of times. */
  failures(): string[];
}

/**
 * Begins a search. Time is the events' own. Records are to come in about the order of time; what is over an hour late may
 * be missed by what counts.
 */
export function search(detections: readonly Detection[], settings: DetectionSettings): Search {
  const failed = new Map<string, number>();
  const { batch, sweep } = evaluator(detections, settings, memoryState(), {
    onFailure: (error) => {
      if (!(error instanceof DetectionError)) throw error;
      failed.set(error.message, (failed.get(error.message) ?? 0) + 1);
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

  const addNear = async (records: readonly CloudTrailRecord[]) => {
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
  };

  return {
    failures: () =>
      [...failed].map(([message, times]) =>
        times === 1 ? message : `${message} That happened ${times} times.`,
      ),
    add: async (records) => {
      for (const ofHour of byHour(records)) await addNear(ofHour);
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

/**
 * Cuts records where the hour changes. In a quiet account a piece of a log has days in it, and between two events that
 * lie so far apart something may have to be forgotten.
 */
function* byHour(records: readonly CloudTrailRecord[]): Generator<readonly CloudTrailRecord[]> {
  let from = 0;
  let hour = "";
  for (const [at, { eventTime }] of records.entries()) {
    if (eventTime.startsWith(hour) && hour !== "") continue;
    if (at > from) yield records.slice(from, at);
    from = at;
    hour = hourIn(eventTime);
  }
  if (from < records.length) yield from === 0 ? records : records.slice(from);
}
