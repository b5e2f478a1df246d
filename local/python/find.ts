import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { PythonInstallError } from "./errors.ts";

const run = promisify(execFile);

/** LocalStack 4.9.2 runs on these; newest first. */
const candidates = ["python3.12", "python3.11", "python3.10", "python3.9", "python3", "python"];

const describe = [
  "import sys, importlib.util as u",
  "print(sys.version_info[0], sys.version_info[1], u.find_spec('venv') is not None and u.find_spec('ensurepip') is not None)",
].join("; ");

/**
 * Finds a Python that can run LocalStack: 3.9 to 3.12, with venv.
 *
 * @returns the name of its program
 * @throws PythonInstallError if there is none, telling what to install
 */
export async function findPython(programs: readonly string[] = candidates): Promise<string> {
  const seen: string[] = [];
  for (const program of programs) {
    const answer = await run(program, ["-c", describe]).catch(() => undefined);
    const [major, minor, venv] = answer?.stdout.trim().split(" ") ?? [];
    if (!major || !minor) continue;
    if (major === "3" && Number(minor) >= 9 && Number(minor) <= 12 && venv === "True") return program;
    seen.push(`${program} is ${major}.${minor}${venv === "True" ? "" : " without venv"}`);
  }
  throw new PythonInstallError(
    [
      "LocalStack needs Python 3.9 to 3.12 with venv, or a container engine.",
      seen.length > 0 ? `Found: ${[...new Set(seen)].join(", ")}.` : "Found no Python on the PATH.",
      "On Debian or Ubuntu: apt-get install python3 python3-venv.",
    ].join(" "),
  );
}
