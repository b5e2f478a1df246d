import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import * as z from "zod";
import type { LogSource } from "../../trail/index.ts";

/**
 * A copy is a folder of batches. Each was written beside its place and renamed into it, with the names of the logs that it was made
 * of: it is there as a whole or not at all. Within, Parquet files stand in folders of days, `day=2026-03-01`.
 */
const batches = "batches-2";

/** Where earlier versions kept batches of another form. */
const earlierBatches = "batches";

const sourcesFile = "sources.json";

const sourcesSchema = z.array(z.object({ name: z.string(), size: z.number() }));

const dayMs = 24 * 60 * 60_000;

/** A copy that another version of Rekey made, in a form that this one does not read. */
export class OldCopyError extends Error {
  override name = "OldCopyError";
}

/** Whether a path is the folder of a copy. */
export async function isCopy(folder: string): Promise<boolean> {
  const all = [batches, earlierBatches].map((name) => entriesOf(path.join(folder, name)));
  return (await Promise.all(all)).some((entries) => entries !== undefined);
}

/** Tells which logs are in the copy; a log that has another size by now is another. */
export async function importedLogs(folder: string): Promise<(source: LogSource) => boolean> {
  const known = new Set<string>();
  for (const batch of await batchesIn(folder)) {
    const text = await readFile(path.join(batch, sourcesFile), "utf8");
    for (const source of sourcesSchema.parse(JSON.parse(text))) known.add(keyOf(source));
  }
  return (source) => known.has(keyOf(source));
}

/** The folders of the days of a period; of all days without one. */
export async function dayFolders(folder: string, period?: { from: Date; to: Date }): Promise<string[]> {
  const folders: string[] = [];
  for (const batch of await batchesIn(folder)) {
    for (const entry of (await entriesOf(batch)) ?? []) {
      const [, day] = /^day=(\d{4}-\d\d-\d\d)$/.exec(entry) ?? [];
      if (day !== undefined && (!period || overlaps(day, period))) folders.push(path.join(batch, entry));
    }
  }
  return folders;
}

/** The Parquet files of the days of a period; of all days without one. */
export async function parquetFiles(folder: string, period?: { from: Date; to: Date }): Promise<string[]> {
  const files: string[] = [];
  for (const ofDay of await dayFolders(folder, period)) {
    const names = (await entriesOf(ofDay)) ?? [];
    files.push(...names.filter((name) => name.endsWith(".parquet")).map((name) => path.join(ofDay, name)));
  }
  return files;
}

/** A batch that is being written. */
export interface NewBatch {
  /** The folder of a day such as `2026-03-01`. */
  folderOf(day: string): Promise<string>;
  /** Puts it into its place. */
  commit(sources: readonly LogSource[]): Promise<void>;
  discard(): Promise<void>;
}

/** Begins a batch; what imports that were interrupted over a day ago left is removed. */
export async function beginBatch(folder: string, id: string, now: Date): Promise<NewBatch> {
  await mkdir(path.join(folder, batches), { recursive: true });
  await removeLeftovers(folder, now);
  const unfinished = path.join(folder, `unfinished-${id}`);
  await mkdir(unfinished);
  return {
    folderOf: async (day) => {
      const ofDay = path.join(unfinished, `day=${day}`);
      await mkdir(ofDay, { recursive: true });
      return ofDay;
    },
    commit: async (sources) => {
      const names = sources.map(({ name, size }) => ({ name, size }));
      await writeFile(path.join(unfinished, sourcesFile), JSON.stringify(names));
      await rename(unfinished, path.join(folder, batches, id));
    },
    discard: () => rm(unfinished, { recursive: true, force: true }),
  };
}

async function removeLeftovers(folder: string, now: Date): Promise<void> {
  for (const entry of (await entriesOf(folder)) ?? []) {
    if (!entry.startsWith("unfinished-")) continue;
    const { mtimeMs } = await stat(path.join(folder, entry));
    if (now.getTime() - mtimeMs > dayMs) await rm(path.join(folder, entry), { recursive: true, force: true });
  }
}

/** @throws OldCopyError */
async function batchesIn(folder: string): Promise<string[]> {
  if ((await entriesOf(path.join(folder, earlierBatches))) !== undefined) {
    throw new OldCopyError(
      `${folder} is a copy that an earlier version of Rekey made. Remove it, and import the logs anew: rekey audit import PATH… --copy ${folder}`,
    );
  }
  const entries = (await entriesOf(path.join(folder, batches))) ?? [];
  return entries.toSorted().map((entry) => path.join(folder, batches, entry));
}

/** Undefined where there is no such folder. */
async function entriesOf(folder: string): Promise<string[] | undefined> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR"))
      return undefined;
    throw error;
  }
}

function overlaps(day: string, { from, to }: { from: Date; to: Date }): boolean {
  const begins = Date.parse(`${day}T00:00:00Z`);
  return begins + dayMs > from.getTime() && begins < to.getTime();
}

function keyOf({ name, size }: { name: string; size: number }): string {
  return `${size} ${name}`;
}
