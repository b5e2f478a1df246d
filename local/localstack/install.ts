import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { localFolder } from "../checkout.ts";
import { waitFor } from "../wait-for.ts";
import { LocalStackInstallError } from "./errors.ts";
import { findPython } from "./python.ts";

const host = fileURLToPath(new URL("./host", import.meta.url));

/** A lock whose owner was killed is taken over after this time without a sign of life. */
const staleLockMs = 30_000;

/**
 * Makes sure that LocalStack is installed below `.local/`, once for all runs.
 * The folder's name holds a hash of what is installed, so that a new lock file makes a new installation;
 * an interrupted one leaves a folder under another name, which the next one removes.
 *
 * @returns the Python program of its virtual environment
 * @throws LocalStackInstallError if Python or a package is missing
 */
export async function installLocalStack(
  onProgress: (message: string) => void,
  signal: AbortSignal | undefined,
): Promise<string> {
  const folder = path.join(localFolder, `localstack-${await fingerprint()}`);
  const python = path.join(folder, "bin", "python");
  if (existsSync(path.join(folder, "complete"))) return python;
  await mkdir(localFolder, { recursive: true });
  const release = await lock(`${folder}.lock`, onProgress, signal);
  try {
    if (existsSync(path.join(folder, "complete"))) return python;
    await rm(folder, { recursive: true, force: true });
    await install(folder, onProgress, signal);
    await writeFile(path.join(folder, "complete"), "");
    return python;
  } finally {
    await release();
  }
}

async function install(
  folder: string,
  onProgress: (message: string) => void,
  signal: AbortSignal | undefined,
) {
  const program = await findPython();
  onProgress(`making a virtual environment with ${program}`);
  await execute(program, ["-m", "venv", folder], signal);
  const python = path.join(folder, "bin", "python");
  const pip = ["-m", "pip", "--disable-pip-version-check", "--quiet"];
  onProgress("fetching the installer");
  await execute(
    python,
    [...pip, "install", "--require-hashes", "-r", path.join(host, "installer.lock")],
    signal,
  );
  onProgress("installing LocalStack 4.9.2 (first time only)");
  const uv = [path.join(folder, "bin", "uv"), "pip", "install", "--quiet", "--python", python] as const;
  await execute(
    uv[0],
    [...uv.slice(1), "--require-hashes", "-r", path.join(host, "requirements.lock")],
    signal,
  );
  await execute(uv[0], [...uv.slice(1), "--no-deps", "--no-build-isolation", host], signal);
}

async function fingerprint(): Promise<string> {
  const hash = createHash("sha256");
  for (const entry of (await readdir(host, { recursive: true, withFileTypes: true })).sort(byPath)) {
    if (!entry.isFile() || /\.egg-info|__pycache__|\bbuild\b/.test(entry.parentPath)) continue;
    hash.update(entry.name).update(await readFile(path.join(entry.parentPath, entry.name)));
  }
  return hash.digest("hex").slice(0, 12);
}

function byPath(a: { parentPath: string; name: string }, b: { parentPath: string; name: string }): number {
  return path.join(a.parentPath, a.name).localeCompare(path.join(b.parentPath, b.name));
}

/** Creating a folder is atomic on every file system: whoever creates it installs, the others wait. */
async function lock(folder: string, onProgress: (message: string) => void, signal: AbortSignal | undefined) {
  let told = false;
  await waitFor(
    async () => {
      const taken = await mkdir(folder).then(
        () => true,
        () => false,
      );
      if (taken) return true;
      if (!told) onProgress("waiting for another installation");
      told = true;
      const age = Date.now() - ((await stat(folder).catch(() => undefined))?.mtimeMs ?? Date.now());
      if (age > staleLockMs) await rm(folder, { recursive: true, force: true });
      return undefined;
    },
    { what: `another installation to end (remove ${folder} if there is none)`, seconds: 600, signal },
  );
  const alive = setInterval(
    () => void writeFile(path.join(folder, "alive"), "").catch(() => {}),
    staleLockMs / 10,
  );
  return async () => {
    clearInterval(alive);
    await rm(folder, { recursive: true, force: true });
  };
}

async function execute(program: string, args: string[], signal: AbortSignal | undefined): Promise<void> {
  const child: ChildProcess = spawn(program, args, {
    stdio: ["ignore", "pipe", "pipe"],
    ...(signal ? { signal } : {}),
  });
  let output = "";
  const keep = (chunk: Buffer) => {
    output = (output + chunk.toString()).slice(-4_000);
  };
  child.stdout?.on("data", keep);
  child.stderr?.on("data", keep);
  const { promise, resolve, reject } = Promise.withResolvers<number | null>();
  child.once("error", reject).once("close", resolve);
  if ((await promise) !== 0) {
    throw new LocalStackInstallError(
      `${path.basename(program)} ${args.slice(0, 3).join(" ")} failed; is a Python package index reachable?\n${output.trim()}`,
    );
  }
}
