import { stat } from "node:fs/promises";
import path from "node:path";
import { filesBelow } from "../../shared/envelope/index.ts";
import type { FilesOptions } from "./options.ts";

/** The name that stands for standard input and output. */
export const standard = "-";

/** What the name of an encrypted file ends with; AWS's own command line ends it so, too. */
export const encryptedSuffix = ".encrypted";

/** One input and its output. */
export interface Job {
  from: string;
  to: string;
}

/** How a command names its outputs. */
export interface Naming {
  /** The output's name for an input's. */
  rename: (name: string) => string;
  /** Which files below a folder are inputs. */
  isInput: (name: string) => boolean;
}

/**
 * Says which files are read and where each goes.
 *
 * @throws Error if that is not clear: a folder without --recursive, several inputs for one output
 */
export async function planJobs(
  inputs: readonly string[],
  { recursive = false, output }: FilesOptions,
  naming: Naming,
): Promise<Job[]> {
  if (inputs.includes(standard)) {
    if (inputs.length > 1) throw new Error("Standard input goes alone: name it, or files.");
    return [{ from: standard, to: output ?? standard }];
  }
  const jobs: Job[] = [];
  for (const input of inputs) {
    const isFolder = (await stat(input)).isDirectory();
    if (isFolder && !recursive)
      throw new Error(`${input} is a folder: give --recursive for the files below it.`);
    const isOne = inputs.length === 1 && !isFolder;
    for await (const from of filesBelow(input)) {
      if (isFolder && !naming.isInput(from)) continue;
      const name = isFolder ? path.relative(input, from) : path.basename(from);
      jobs.push({ from, to: await outputOf(from, name, output, isOne, naming) });
    }
  }
  const taken = new Set<string>();
  for (const { from, to } of jobs) {
    const resolved = path.resolve(to);
    if (taken.has(resolved)) throw new Error(`${from} and another input would both become ${to}.`);
    taken.add(resolved);
  }
  return jobs;
}

async function outputOf(
  from: string,
  name: string,
  output: string | undefined,
  isOne: boolean,
  { rename }: Naming,
): Promise<string> {
  if (output === undefined) return rename(from);
  if (output === standard) {
    if (isOne) return standard;
    throw new Error("Only one file can go to standard output.");
  }
  if (isOne && !output.endsWith("/") && !(await isDirectory(output))) return output;
  return path.join(output, rename(name));
}

async function isDirectory(where: string): Promise<boolean> {
  try {
    return (await stat(where)).isDirectory();
  } catch {
    return false;
  }
}
