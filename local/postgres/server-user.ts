import { execFile } from "node:child_process";
import { promisify } from "node:util";

const execute = promisify(execFile);

const name = "postgres";

/** Whom a process runs as; empty for the user of this process. */
export interface ProcessUser {
  uid?: number;
  gid?: number;
}

/** Whom a PostgreSQL server runs as: it does not start as root, which runs it as the user postgres, made if it is missing. */
export async function serverUser(): Promise<ProcessUser> {
  if (process.getuid?.() !== 0) return {};
  return (await ids()) ?? (await create());
}

async function create(): Promise<ProcessUser> {
  await execute("useradd", ["--system", "--user-group", "--no-create-home", name]);
  const made = await ids();
  if (made) return made;
  throw new Error(`The user ${name}, whom PostgreSQL has to run as, could not be made.`);
}

async function ids(): Promise<ProcessUser | undefined> {
  try {
    const [uid, gid] = await Promise.all([execute("id", ["-u", name]), execute("id", ["-g", name])]);
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  } catch {
    return undefined;
  }
}
