import { execFile } from "node:child_process";
import { constants } from "node:fs";
import { access, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";

const execute = promisify(execFile);

/** Servers are in folders that only root has on its PATH. */
const serverFolders = ["/usr/local/sbin", "/usr/sbin", "/sbin"];

/** A program is missing and could not be installed; the message says how to install it. */
export class ProgramMissingError extends Error {
  override name = "ProgramMissingError";
}

/** Installations of this process, one after the other: apt has one lock. */
let installing: Promise<unknown> = Promise.resolve();

/**
 * Finds a program of Debian's or Ubuntu's packages; where it is missing and this process is root, it installs it.
 * No service of a package is started.
 *
 * @returns the program's path
 * @throws ProgramMissingError if it is missing and cannot be installed
 */
export async function debianProgram(program: string, packages: readonly string[]): Promise<string> {
  const found = await find(program);
  if (found) return found;
  const turn = installing.then(async () => (await find(program)) ?? install(program, packages));
  installing = turn.catch(() => {});
  return turn;
}

async function install(program: string, packages: readonly string[]): Promise<string> {
  const command = `apt-get install --no-install-recommends ${packages.join(" ")}`;
  if (process.getuid?.() !== 0)
    throw new ProgramMissingError(`${program} is missing. Install it: ${command}`);
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const options = ["-y", "-qq", "-o", "DPkg::Lock::Timeout=300"];
  const allowServices = await forbidServices();
  try {
    await execute("apt-get", ["update", ...options], { env });
    await execute("apt-get", ["install", ...options, "--no-install-recommends", ...packages], { env });
  } catch (cause) {
    throw new ProgramMissingError(`${program} is missing and could not be installed by: ${command}`, {
      cause,
    });
  } finally {
    await allowServices();
  }
  const installed = await find(program);
  if (installed) return installed;
  throw new ProgramMissingError(`${program} is in none of the packages ${packages.join(", ")}.`);
}

/**
 * Keeps packages from starting their services while they are installed, as Debian's invoke-rc.d asks.
 *
 * @returns what allows it again; a policy that was there before stays
 */
async function forbidServices(): Promise<() => Promise<void>> {
  const policy = "/usr/sbin/policy-rc.d";
  try {
    await writeFile(policy, "#!/bin/sh\nexit 101\n", { mode: 0o755, flag: "wx" });
  } catch {
    return async () => {};
  }
  return () => rm(policy, { force: true });
}

async function find(program: string): Promise<string | undefined> {
  for (const folder of [...(process.env.PATH ?? "").split(path.delimiter), ...serverFolders]) {
    const file = path.join(folder, program);
    if (
      await access(file, constants.X_OK).then(
        () => true,
        () => false,
      )
    )
      return file;
  }
  return undefined;
}
