import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import type { ProcessUser } from "./server-user.ts";

/** How to run one of PostgreSQL's programs. */
export interface ServerPrograms {
  /** The folder of initdb and postgres. */
  binaries: string;
  /** The database cluster's folder. */
  databaseDir: string;
  user: ProcessUser;
  onLog(text: string): void;
}

/** English messages, whatever the machine speaks: the server's readiness is read from them. */
const environment = { ...process.env, LC_ALL: "C.UTF-8", LC_MESSAGES: "C" };

/** Makes a new database cluster that takes SCRAM passwords only. */
export async function initialise(
  programs: ServerPrograms,
  superuser: { username: string; passwordFile: string },
): Promise<void> {
  const child = run(programs, "initdb", [
    `--pgdata=${programs.databaseDir}`,
    "--auth=scram-sha-256",
    `--username=${superuser.username}`,
    `--pwfile=${superuser.passwordFile}`,
    "--encoding=UTF8",
    "--no-sync",
  ]);
  const [code] = await once(child, "exit");
  if (code !== 0) throw new Error(`initdb ended with ${code}.`);
}

/**
 * Starts the server of a database cluster.
 *
 * @param settings the server's, over those of the cluster's files
 * @returns what stops it, once it takes connections
 */
export async function startServer(
  programs: ServerPrograms,
  port: number,
  settings: Record<string, string>,
): Promise<() => Promise<void>> {
  const flags = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const child = run(programs, "postgres", ["-D", programs.databaseDir, "-p", String(port), ...flags]);
  const exited = once(child, "exit");
  const ready = new Promise<void>((resolve) => {
    child.stderr.on("data", (text) => {
      if (String(text).includes("ready to accept connections")) resolve();
    });
  });
  await Promise.race([
    ready,
    exited.then(([code]) => {
      throw new Error(`postgres ended with ${code} while it started.`);
    }),
  ]);
  return async () => {
    child.kill("SIGINT");
    await exited;
  };
}

function run({ binaries, user, onLog }: ServerPrograms, program: string, args: string[]) {
  const child = spawn(path.join(binaries, program), args, {
    ...user,
    env: environment,
    stdio: ["ignore", "pipe", "pipe"],
  });
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => onLog(String(text)));
  return child;
}
