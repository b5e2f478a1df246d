import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chown, mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir, userInfo } from "node:os";
import path from "node:path";
import { promisify } from "node:util";

const execute = promisify(execFile);

/** A user of this machine that exists for a test. */
export interface SystemUser {
  name: string;
  uid: number;
  gid: number;
  home: string;
  /** Removes the user and its home. */
  remove(): Promise<void>;
}

/**
 * Makes a user without a password, with a home of its own below the folder for temporary files. Only root can.
 *
 * @param shell the login shell
 */
export async function makeUser(shell = "/bin/sh"): Promise<SystemUser> {
  if (userInfo().uid !== 0) throw new Error("Only root can make a user. Run this as root.");
  const name = `rekey-${randomBytes(6).toString("hex")}`;
  const folder = await mkdtemp(path.join(tmpdir(), "rekey-home-"));
  const home = path.join(folder, name);
  const remove = async () => {
    // By force: a session of the user may just be ending.
    await execute("userdel", ["--force", name]);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    // With "*" for a password nobody logs in by one, but the account does not count as locked.
    await execute("useradd", [
      "--no-create-home",
      "--home-dir",
      home,
      "--shell",
      shell,
      "--password",
      "*",
      name,
    ]);
    const { stdout } = await execute("id", ["--user", name]);
    const { stdout: group } = await execute("id", ["--group", name]);
    const [uid, gid] = [Number(stdout), Number(group)];
    for (const made of [home, path.join(home, ".ssh")]) {
      await mkdir(made, { mode: 0o700 });
      await chown(made, uid, gid);
    }
    // Through it to the home.
    await execute("chmod", ["711", folder]);
    return { name, uid, gid, home, remove };
  } catch (error) {
    await remove().catch(() => {});
    throw error;
  }
}
