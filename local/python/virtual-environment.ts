import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { localFolder } from "../checkout.ts";
import { lock } from "../lock.ts";
import { runProgram } from "../run-program.ts";
import { PythonInstallError } from "./errors.ts";
import { findPython } from "./find.ts";

const installerLock = fileURLToPath(new URL("./installer.lock", import.meta.url));

/** What a virtual environment is made of. */
export interface VirtualEnvironment {
  /** The beginning of its folder's name below `.local/`. */
  name: string;
  /** What is installed, in words. */
  title: string;
  /** A requirements file with hashes: nothing else is installed. */
  requirements: string;
  /** The folder of a Python package of our own that is installed beside it. */
  ownPackage?: string;
}

/**
 * Makes sure that a virtual environment exists below `.local/`, once for all runs. The folder's name holds a hash
 * of what is installed, so that a new lock file makes a new installation; the mark of completeness is written
 * last, so that an interrupted installation is begun anew.
 *
 * @returns the folder of its programs
 * @throws PythonInstallError if Python or a package is missing
 */
export async function virtualEnvironment(
  wanted: VirtualEnvironment,
  onProgress: (message: string) => void = () => {},
  signal?: AbortSignal,
): Promise<string> {
  const folder = path.join(localFolder, `${wanted.name}-${await fingerprint(wanted)}`);
  const programs = path.join(folder, "bin");
  const complete = path.join(folder, "complete");
  if (existsSync(complete)) return programs;
  await mkdir(localFolder, { recursive: true });
  const release = await lock({ folder: `${folder}.lock`, what: "installation" }, onProgress, signal);
  try {
    if (existsSync(complete)) return programs;
    await rm(folder, { recursive: true, force: true });
    await install(wanted, folder, onProgress, signal);
    await writeFile(complete, "");
    return programs;
  } finally {
    await release();
  }
}

async function install(
  { title, requirements, ownPackage }: VirtualEnvironment,
  folder: string,
  onProgress: (message: string) => void,
  signal: AbortSignal | undefined,
): Promise<void> {
  const program = await findPython();
  onProgress(`making a virtual environment with ${program}`);
  await execute(program, ["-m", "venv", folder], signal);
  const python = path.join(folder, "bin", "python");
  onProgress("fetching the installer");
  const pip = ["-m", "pip", "--disable-pip-version-check", "--quiet", "install", "--require-hashes"];
  await execute(python, [...pip, "-r", installerLock], signal);
  onProgress(`installing ${title} (first time only)`);
  const uv = path.join(folder, "bin", "uv");
  const uvInstall = ["pip", "install", "--quiet", "--python", python];
  await execute(uv, [...uvInstall, "--require-hashes", "-r", requirements], signal);
  if (!ownPackage) return;
  // From a copy: the build writes beside what it builds.
  const copy = path.join(folder, "own-package");
  await cp(ownPackage, copy, { recursive: true });
  await execute(uv, [...uvInstall, "--no-deps", "--no-build-isolation", copy], signal);
}

async function fingerprint({ requirements, ownPackage }: VirtualEnvironment): Promise<string> {
  const hash = createHash("sha256")
    .update(await readFile(installerLock))
    .update(await readFile(requirements));
  const entries = ownPackage ? await readdir(ownPackage, { recursive: true, withFileTypes: true }) : [];
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
  for (const file of files.filter((name) => !name.includes("__pycache__")).sort()) {
    hash.update(path.basename(file)).update(await readFile(file));
  }
  return hash.digest("hex").slice(0, 12);
}

async function execute(program: string, args: string[], signal: AbortSignal | undefined): Promise<void> {
  const { code, output } = await runProgram(program, args, { signal });
  if (code === 0) return;
  throw new PythonInstallError(
    `${path.basename(program)} ${args.slice(0, 3).join(" ")} failed; is a Python package index reachable?\n${output}`,
  );
}
