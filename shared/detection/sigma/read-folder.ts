import { open, readdir, stat } from "node:fs/promises";
import { join, relative } from "node:path";
import { largestFile, type SigmaFile } from "./documents.ts";

/** A folder with rules, or a file in it, cannot be read. */
export class SigmaFolderError extends Error {
  override name = "SigmaFolderError";
}

/** A character takes up to four bytes; of a file that is too large, enough is read to see that. */
const mostBytes = 4 * (largestFile + 1);

/**
 * Reads every `.yml` and `.yaml` in a folder and the folders in it, in the order of their paths. Links to folders are
 * not followed.
 *
 * @throws SigmaFolderError if the folder or one of the files cannot be read
 */
export async function readSigmaFolder(folder: string): Promise<SigmaFile[]> {
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const paths = entries
      .filter((entry) => !entry.isDirectory() && /\.ya?ml$/i.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
    const files: SigmaFile[] = [];
    for (const path of paths) {
      // A pipe would be waited for.
      if (!(await stat(path)).isFile()) continue;
      files.push({ file: relative(folder, path), text: await textOf(path) });
    }
    return files;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new SigmaFolderError(
      `The rules in ${folder} cannot be read: ${why}. Name a folder with Sigma rules that you may read.`,
      { cause: error },
    );
  }
}

async function textOf(path: string): Promise<string> {
  await using file = await open(path);
  const { size } = await file.stat();
  const bytes = Buffer.alloc(Math.min(size, mostBytes));
  const { bytesRead } = await file.read(bytes, 0, bytes.length, 0);
  return bytes.toString("utf8", 0, bytesRead);
}
