import { type Finding, memorySituations, type Signal, situations } from "../findings/index.ts";
import {
  type LogBatch,
  type LogProblem,
  type LogSource,
  readRecords,
  type TimeRange,
} from "../trail/index.ts";
import type { Detection } from "./detection.ts";
import { evaluator } from "./evaluator.ts";
import type { DetectionSettings } from "./settings.ts";
import { memoryState } from "./state/memory.ts";

/** What log files are searched for. */
export interface LogSearch extends TimeRange {
  detections: readonly Detection[];
  settings: DetectionSettings;
  /** Ends the search early; what was found up to then is returned. */
  signal?: AbortSignal;
  onProgress?: (progress: LogProgress) => void;
}

/** How far a search has come. */
export interface LogProgress {
  /** Records gone over, and those of them that a detection wanted. */
  seen: number;
  wanted: number;
  /** The log at hand, its place among all from 0. */
  source: LogSource;
  index: number;
}

/** What log files tell. */
export interface LogFindings {
  /** As they stand at the end, in the order of their first event. */
  findings: Finding[];
  problems: LogProblem[];
  seen: number;
  wanted: number;
}

/**
 * Evaluates detections over log files, with all state in memory. Time is the events' own: what is quiet by the last of
 * them is closed. Logs are to come in about the order of time; what is over an hour late may be missed by what counts.
 *
 * @param sources as `sourcesOf` finds them
 */
export async function detectInLogs(
  sources: readonly LogSource[],
  { detections, settings, from, to, signal, onProgress }: LogSearch,
): Promise<LogFindings> {
  const problems: LogProblem[] = [];
  const { evaluate, sweep } = evaluator(detections, settings, memoryState(), {
    onFailure: (error) => {
      throw error;
    },
  });
  const { merge, close } = situations(memorySituations());
  const latest = new Map<string, Finding>();
  const keep = (findings: readonly Finding[]) => {
    for (const finding of findings) latest.set(finding.id, finding);
  };
  const join = async (signals: readonly Signal[]) => {
    for (const signal of signals) keep(await merge([signal], new Date(signal.lastSeen)));
  };
  const wants = detections.flatMap((detection) => detection.wants);
  const index = new Map(sources.map((source, at) => [source, at]));
  let [seen, wanted, time] = [0, 0, ""];

  for await (const batch of readRecords(sources, { wants, from, to })) {
    if (signal?.aborted) break;
    problems.push(...batch.problems);
    time = latestOf(batch, time);
    await join(await evaluate(batch.records));
    seen += batch.seen;
    wanted += batch.records.length;
    onProgress?.({ seen, wanted, source: batch.source, index: index.get(batch.source) ?? 0 });
  }
  if (time !== "") {
    const end = new Date(time);
    await join(await sweep(end));
    keep(await close(end));
  }
  const findings = [...latest.values()].filter(({ supersededBy }) => supersededBy === undefined);
  return { findings: findings.toSorted(byTime), problems, seen, wanted };
}

/** The latest `eventTime` so far: as text they sort by time. */
function latestOf({ records }: LogBatch, before: string): string {
  let latest = before;
  for (const { eventTime } of records) if (eventTime > latest) latest = eventTime;
  return latest;
}

function byTime(one: Finding, other: Finding): number {
  return one.firstSeen < other.firstSeen ? -1 : one.firstSeen > other.firstSeen ? 1 : 0;
}
