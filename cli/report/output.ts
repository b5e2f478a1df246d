import { access, writeFile } from "node:fs/promises";

/** There is a file already that would be overwritten. */
export class FileExistsError extends Error {
  override name = "FileExistsError";
}

/**
 * Finds out before the work is done that its result could not be written.
 *
 * @throws FileExistsError
 */
export async function checkOutput(output: string, { force }: { force: boolean }): Promise<void> {
  if (output === "-" || force) return;
  const isThere = await access(output).then(
    () => true,
    () => false,
  );
  if (isThere) throw fileExists(output);
}

/**
 * Writes a text to a file that its owner alone may read, or to standard output.
 *
 * @param output name of the file; `-` for standard output
 * @throws FileExistsError if there is such a file and it is not to be overwritten
 */
export async function writeOutput(
  output: string,
  text: string,
  { force }: { force: boolean },
): Promise<void> {
  if (output === "-") {
    process.stdout.write(text);
    return;
  }
  try {
    await writeFile(output, text, { flag: force ? "w" : "wx", mode: 0o600 });
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
    throw fileExists(output);
  }
}

function fileExists(output: string): FileExistsError {
  return new FileExistsError(`${output} is there already: name another file, or overwrite it with --force.`);
}
