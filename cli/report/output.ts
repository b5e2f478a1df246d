import { access, constants, writeFile } from "node:fs/promises";
import path from "node:path";

/** The file cannot be written, or is there already. */
export class OutputError extends Error {
  override name = "OutputError";
}

/**
 * Finds out before the work is done that its result could not be written.
 *
 * @throws OutputError
 */
export async function checkOutput(output: string, { force }: { force: boolean }): Promise<void> {
  if (output === "-") return;
  if (!force && (await allows(output, constants.F_OK))) throw isThere(output);
  if (!(await allows(path.dirname(output), constants.W_OK))) {
    throw new OutputError(
      `${output} cannot be written: its folder is missing, or nothing may be written there.`,
    );
  }
}

/**
 * Writes a text to a file that its owner alone may read, or to standard output.
 *
 * @param output name of the file; `-` for standard output
 * @throws OutputError if there is such a file and it is not to be overwritten
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
    if (error instanceof Error && "code" in error && error.code === "EEXIST") throw isThere(output);
    throw error;
  }
}

function allows(file: string, mode: number): Promise<boolean> {
  return access(file, mode).then(
    () => true,
    () => false,
  );
}

function isThere(output: string): OutputError {
  return new OutputError(`${output} is there already: name another file, or overwrite it with --force.`);
}
