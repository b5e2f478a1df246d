import { randomUUID } from "node:crypto";
import { rmSync } from "node:fs";
import { type FileHandle, link, lstat, mkdir, open, rename, rm } from "node:fs/promises";
import path from "node:path";
import { OutputExistsError } from "../errors.ts";

/** How an output gets its final name. */
export interface OutputOptions {
  /** Permission bits, such as 0o640. */
  mode: number;
  /** Replaces what is there; refused otherwise. */
  overwrite: boolean;
}

/** Files without their final names, which the end of this process would leave behind. */
const unfinished = new Set<string>();

function removeUnfinished(): void {
  for (const file of unfinished) rmSync(file, { force: true });
}

/**
 * Writes a file that has its final name only when it is complete and on the disk: until then it is a hidden file in the same
 * folder, which nobody else may read and which goes with a failure or the end of this process.
 *
 * @param write writes the content; if it throws, nothing is left
 * @throws OutputExistsError if there is something of that name and it may not be replaced
 */
export async function writeAtomically(
  file: string,
  { mode, overwrite }: OutputOptions,
  write: (handle: FileHandle) => Promise<void>,
): Promise<void> {
  if (!overwrite) await refuseExisting(file);
  const folder = path.dirname(file);
  await mkdir(folder, { recursive: true });
  const temporary = path.join(folder, `.${path.basename(file).slice(0, 200)}.${randomUUID()}.tmp`);
  if (unfinished.size === 0) process.on("exit", removeUnfinished);
  unfinished.add(temporary);
  try {
    {
      await using handle = await open(temporary, "wx", 0o600);
      await write(handle);
      await handle.chmod(mode);
      await handle.sync();
    }
    await (overwrite ? rename(temporary, file) : linkNew(temporary, file));
  } finally {
    await rm(temporary, { force: true });
    unfinished.delete(temporary);
    if (unfinished.size === 0) process.off("exit", removeUnfinished);
  }
  await syncFolder(folder);
}

async function refuseExisting(file: string): Promise<void> {
  const found = await lstat(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT") throw error;
  });
  if (found) throw outputExists(file);
}

/** Unlike a rename, a link does not replace what came to be there meanwhile. */
async function linkNew(temporary: string, file: string): Promise<void> {
  try {
    await link(temporary, file);
  } catch (error) {
    throw error instanceof Error && "code" in error && error.code === "EEXIST" ? outputExists(file) : error;
  }
}

function outputExists(file: string): OutputExistsError {
  return new OutputExistsError(`${file} is there already. Choose another output, or have it overwritten.`);
}

/** So that the name, too, outlasts a loss of power. */
async function syncFolder(folder: string): Promise<void> {
  // There a folder cannot be opened.
  if (process.platform === "win32") return;
  await using handle = await open(folder, "r");
  await handle.sync();
}
