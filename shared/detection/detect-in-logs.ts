import type { Finding } from "../findings/index.ts";
import { type LogProblem, type LogSource, readRecords, type TimeRange } from "../trail/index.ts";
import type { Detection } from "./detection.ts";
import { search } from "./search.ts";
import type { DetectionSettings } from "./settings.ts";

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
 * Searches log files. What cannot be read is told beside what was found in the rest.
 *
 * @param sources as `sourcesOf` finds them
 */
export async function detectInLogs(
  sources: readonly LogSource[],
  { detections, settings, from, to, signal, onProgress }: LogSearch,
): Promise<LogFindings> {
  const problems: LogProblem[] = [];
  const { add, end } = search(detections, settings);
  const wants = detections.flatMap((detection) => detection.wants);
  const index = new Map(sources.map((source, at) => [source, at]));
  let [seen, wanted] = [0, 0];
  for await (const batch of readRecords(sources, { wants, from, to })) {
    if (signal?.aborted) break;
    problems.push(...batch.problems);
    await add(batch.records);
    seen += batch.seen;
    wanted += batch.records.length;
    onProgress?.({ seen, wanted, source: batch.source, index: index.get(batch.source) ?? 0 });
  }
  return { findings: await end(), problems, seen, wanted };
}
