import { createReadStream, type Stats } from "node:fs";
import { readdir, readFile, realpath, stat } from "node:fs/promises";
import path from "node:path";
import { mayHaveEvents, readLogName, type TimeRange } from "./log-name.ts";
import type { LogSource } from "./log-source.ts";
import { type LogProblem, NoLogsError, UnreadableLogError } from "./problems.ts";

const pieceBytes = 1_024 * 1_024;

const minuteMs = 60_000;

/** What was found under a path. */
export interface FoundLogs {
  sources: LogSource[];
  problems: LogProblem[];
}

/** A file, or all files in a folder and the folders in it, but for hidden ones and CloudTrail's digests and Insights. */
export async function fileSources(root: string, range: TimeRange): Promise<FoundLogs> {
  const found: FoundLogs = { sources: [], problems: [] };
  await collect(root, root, range, found, new Set());
  if (found.sources.length === 0 && found.problems.length === 0) {
    found.problems.push(new NoLogsError(root, "There is no log here of the time asked for."));
  }
  return found;
}

async function collect(
  file: string,
  root: string,
  range: TimeRange,
  found: FoundLogs,
  visited: Set<string>,
): Promise<void> {
  const name = readLogName(file);
  if (file !== root && isNoLog(file)) return;
  if (
    name &&
    !mayHaveEvents({ from: name.delivered, to: new Date(name.delivered.getTime() + minuteMs) }, range)
  )
    return;
  try {
    const stats = await stat(file);
    if (!stats.isDirectory()) {
      // A pipe may be named, but one that is in a folder by chance would be waited for.
      if (file !== root && !stats.isFile()) return;
      found.sources.push(sourceOf(file, stats, name?.delivered));
      return;
    }
    const real = await realpath(file);
    if (visited.has(real)) return;
    visited.add(real);
    const entries = await readdir(file);
    for (const entry of entries.toSorted())
      await collect(path.join(file, entry), root, range, found, visited);
  } catch (error) {
    found.problems.push(new UnreadableLogError(file, whatToDo(error), { cause: error }));
  }
}

/** Whether a file or folder within a folder is not to be looked at. */
function isNoLog(file: string): boolean {
  const base = path.basename(file);
  if (base.startsWith(".") || base === "CloudTrail-Digest" || base === "CloudTrail-Insight") return true;
  const kind = readLogName(file)?.kind;
  return kind !== undefined && kind !== "log";
}

function sourceOf(file: string, stats: Stats, delivered: Date | undefined): LogSource {
  return {
    name: file,
    size: stats.isFile() ? stats.size : Number.POSITIVE_INFINITY,
    ...(delivered && { delivered }),
    read: () => readFile(file),
    stream: () => createReadStream(file, { highWaterMark: pieceBytes }),
  };
}

function whatToDo(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "ENOENT") return "There is no such file or folder. Check the path.";
  if (code === "EACCES" || code === "EPERM")
    return "It may not be read. Give yourself the permission to read it.";
  return `It cannot be read: ${error instanceof Error ? error.message : String(error)}`;
}
