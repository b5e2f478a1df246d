import { randomUUID } from "node:crypto";
import { type FoundLogs, type LogProblem, type LogSource, readRecords } from "../../trail/index.ts";
import { kms, secretsManager } from "../event/operations.ts";
import { readEvent } from "../event/read-event.ts";
import { openDatabase } from "./database.ts";
import { beginBatch, importedLogs } from "./folder.ts";
import { rowsFor } from "./rows.ts";

/** How many bytes of logs, as they are stored, make a batch: so much is imported anew after an interruption. */
const batchBytes = 64 * 1_024 * 1_024;

/** What was imported. */
export interface Imported {
  logs: number;
  /** Logs that were in the copy already. */
  known: number;
  events: number;
  problems: LogProblem[];
}

/**
 * Copies the events of KMS and Secrets Manager out of logs into a columnar copy, each log once. It may be interrupted at any
 * time: what is done is kept. A log that cannot be read to its end is imported as far as it goes, and again the next time.
 */
export async function importLogs(
  folder: string,
  { sources, problems }: FoundLogs,
  { now, onProgress }: { now: Date; onProgress?: (progress: Imported) => void },
): Promise<Imported> {
  const isImported = await importedLogs(folder);
  const fresh = sources.filter((source) => !isImported(source));
  const imported: Imported = {
    logs: 0,
    known: sources.length - fresh.length,
    events: 0,
    problems: [...problems],
  };
  for (const logs of batchesOf(fresh)) {
    await importBatch(folder, logs, { now, imported });
    imported.logs += logs.length;
    onProgress?.(imported);
  }
  return imported;
}

function* batchesOf(sources: readonly LogSource[]): Generator<LogSource[]> {
  let [batch, bytes]: [LogSource[], number] = [[], 0];
  for (const source of sources) {
    batch.push(source);
    bytes += source.size;
    if (bytes < batchBytes) continue;
    yield batch;
    [batch, bytes] = [[], 0];
  }
  if (batch.length > 0) yield batch;
}

async function importBatch(
  folder: string,
  logs: readonly LogSource[],
  { now, imported }: { now: Date; imported: Imported },
): Promise<void> {
  const batch = await beginBatch(folder, `${now.toISOString().slice(0, 10)}-${randomUUID()}`, now);
  try {
    using database = await openDatabase(folder);
    const rows = rowsFor(database.connection, batch.folderOf);
    const damaged = new Set<LogSource>();
    for await (const { source, records, problems } of readRecords(logs, {
      wants: [{ source: kms }, { source: secretsManager }],
    })) {
      if (problems.length > 0) damaged.add(source);
      imported.problems.push(...problems);
      imported.events += records.length;
      for (const record of records) await rows.add(readEvent(record), record);
    }
    await rows.end();
    await batch.commit(logs.filter((source) => !damaged.has(source)));
  } catch (error) {
    await batch.discard();
    throw error;
  }
}
