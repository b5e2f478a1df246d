import { chmod, chown, mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import type { SystemUser } from "../../../local/openssh/index.ts";
import { newKeyPair } from "../../../shared/rotation/engines/ssh/keys.ts";

/** A user's keys at a host, as its owner keeps them. */
export interface KeysAtHost {
  file: string;
  /** Empties the folder. */
  clear(): Promise<void>;
  /** Writes the file, as the user's own. */
  write(text: string, mode?: number): Promise<void>;
  read(): Promise<string>;
  /** Owner, mode, and what tells one file from another. */
  status(): Promise<{ uid: number; gid: number; mode: string; inode: number }>;
  /** The names in the folder. */
  names(): Promise<string[]>;
}

/** The keys in a home, the user's own if none is named; the folder is made where it is missing. */
export async function keysAt(user: SystemUser, home: string = user.home): Promise<KeysAtHost> {
  const folder = path.join(home, ".ssh");
  const file = path.join(folder, "authorized_keys");
  await mkdir(folder, { recursive: true });
  for (const made of [home, folder]) await chown(made, user.uid, user.gid);
  return {
    file,
    clear: async () => {
      for (const name of await readdir(folder)) await rm(path.join(folder, name));
    },
    write: async (text, mode = 0o600) => {
      await writeFile(file, Buffer.from(text, "latin1"));
      await chown(file, user.uid, user.gid);
      await chmod(file, mode);
    },
    read: () => readFile(file, "latin1"),
    status: async () => {
      const { uid, gid, mode, ino } = await stat(file);
      return { uid, gid, mode: (mode & 0o7777).toString(8), inode: ino };
    },
    names: async () => (await readdir(folder)).sort(),
  };
}

/** A new key pair with a comment of its own. */
export function keyPair(comment: string): { privateKey: string; publicKey: string } {
  return newKeyPair(comment, new Date());
}
