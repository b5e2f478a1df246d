import type { Finding } from "../findings/index.ts";
import {
  inEventOrder,
  type LogProblem,
  type LogSource,
  readInTimeOrder,
  type TimeRange,
} from "../trail/index.ts";
import type { Detection } from "./detection.ts";
import { lateness } from "./lateness.ts";
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
  /** Bytes of the logs that were read, as they are stored; some of them ahead of what was gone over. */
  read: number;
  /** The log at hand, its place among all from 0. */
  source: LogSource;
  index: number;
}

/** What log files tell. */
export interface LogFindings {
  /** As they stand at the end, in the order of their first event. */
  findings: Finding[];
  problems: LogProblem[];
  /** Detections that failed on events, which they left out, in words. */
  failures: string[];
  seen: number;
  wanted: number;
}

/**
 * Searches log files, in the order of their events. What cannot be read is told beside what was found in the rest.
 *
 * @param sources as `sourcesOf` finds them
 */
export async function detectInLogs(
  sources: readonly LogSource[],
  { detections, settings, from, to, signal, onProgress }: LogSearch,
): Promise<LogFindings> {
  const problems: LogProblem[] = [];
  const { add, end, failures } = search(detections, settings);
  const wants = detections.flatMap((detection) => detection.wants);
  const late = lateness();
  let [seen, wanted, read] = [0, 0, 0];
  const logs = (await inEventOrder(sources)).map((log) => ({
    ...log,
    source: countBytes(log.source, (bytes) => {
      read += bytes;
    }),
  }));
  const index = new Map(logs.map(({ source }, at) => [source, at]));
  for await (const batch of readInTimeOrder(logs, { wants, from, to })) {
    if (signal?.aborted) break;
    problems.push(...batch.problems);
    // CloudTrail's own files are in order, but for what it delivers late itself.
    if (!batch.source.delivered) late.look(batch.source.name, batch.records);
    await add(batch.records);
    seen += batch.seen;
    wanted += batch.records.length;
    onProgress?.({ seen, wanted, read, source: batch.source, index: index.get(batch.source) ?? 0 });
  }
  const findings = await end();
  return { findings, problems: [...problems, ...late.problems()], failures: failures(), seen, wanted };
}

/** A log whose bytes are told as they are read. */
function countBytes(source: LogSource, add: (bytes: number) => void): LogSource {
  return {
    ...source,
    read: async () => {
      const bytes = await source.read();
      add(bytes.length);
      return bytes;
    },
    stream: async function* () {
      for await (const piece of source.stream()) {
        add(piece.length);
        yield piece;
      }
    },
  };
}
