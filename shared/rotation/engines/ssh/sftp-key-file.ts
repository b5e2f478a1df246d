import { randomBytes } from "node:crypto";
import path from "node:path/posix";
import type ssh2 from "ssh2";
import { EngineError } from "../../errors.ts";
import type { SshHost } from "./credential.ts";
import { fileError, lost, restrictedError } from "./errors.ts";
import { type KeyFile, maximumFileBytes } from "./key-file.ts";

const chunkBytes = 32_768;

/** What an interrupted run may have left beside the file, and after how many seconds it must have ended. */
const leftover = /^authorized_keys\.rekey-[0-9a-f]{16}$/;
const leftoverSeconds = 3_600;

/** SFTP's status codes, draft-ietf-secsh-filexfer-02, and the exit code of a program that is not there. */
const [noSuchFile, permissionDenied, commandNotFound] = [2, 3, 127];

interface Owner {
  uid: number;
  gid: number;
}

/**
 * The file by SFTP, from the folder that a session starts in: the user's home.
 *
 * @returns undefined where the host does not offer SFTP, or not what replacing a file in one step needs
 */
export async function sftpKeyFile(
  client: ssh2.Client,
  host: SshHost,
  username: string,
): Promise<KeyFile | undefined> {
  const sftp = await open(client, host, username);
  if (!sftp) return undefined;
  const failed = (error: unknown): never => {
    throw sftpError(error, host, username);
  };
  // Behind symbolic links: the link is to stay.
  const target = await call<string>((done) => sftp.realpath(".ssh/authorized_keys", done)).catch(failed);
  return {
    read: async () => {
      const { text, owner } = await readFile(sftp, target).catch(failed);
      return { text, mark: JSON.stringify(owner) };
    },
    replace: async (state, text) => {
      const temporary = `${target}.rekey-${randomBytes(8).toString("hex")}`;
      const remove = () => call<void>((done) => sftp.unlink(temporary, done));
      try {
        const now = await writeFile(sftp, temporary, text, JSON.parse(state.mark) as Owner);
        await removeLeftovers(sftp, path.dirname(target), now).catch(() => {});
        if ((await readFile(sftp, target)).text !== state.text) {
          await remove();
          return false;
        }
        await call<void>((done) => sftp.ext_openssh_rename(temporary, target, done));
        return true;
      } catch (error) {
        await remove().catch(() => {});
        return failed(error);
      }
    },
  };
}

async function open(
  client: ssh2.Client,
  host: SshHost,
  username: string,
): Promise<ssh2.SFTPWrapper | undefined> {
  try {
    const sftp = await call<ssh2.SFTPWrapper>((done) => client.sftp(done));
    sftp.on("error", () => {});
    return canReplace(sftp) ? sftp : undefined;
  } catch (error) {
    const notOffered = error instanceof Error && /Unable to start subsystem/.test(error.message);
    if (notOffered || codeOf(error) === commandNotFound) return undefined;
    throw restrictedError(host, username);
  }
}

/** SFTP's own rename fails where there is a file already, OpenSSH's replaces it; only the driver knows who has that. */
function canReplace(sftp: ssh2.SFTPWrapper): boolean {
  const extensions: unknown = "_extensions" in sftp ? sftp._extensions : undefined;
  return typeof extensions === "object" && extensions !== null && "posix-rename@openssh.com" in extensions;
}

async function readFile(sftp: ssh2.SFTPWrapper, file: string): Promise<{ text: string; owner: Owner }> {
  // For writing too: a file that its user cannot write is meant to stay as it is.
  const handle = await call<Buffer>((done) => sftp.open(file, "r+", done));
  try {
    const { uid, gid } = await call<ssh2.Stats>((done) => sftp.fstat(handle, done));
    const chunks: Buffer[] = [];
    for (let at = 0; ; ) {
      const chunk = await readChunk(sftp, handle, at);
      if (chunk.length === 0) break;
      chunks.push(chunk);
      at += chunk.length;
      if (at > maximumFileBytes) throw Object.assign(new Error("too large"), { code: "EFBIG" });
    }
    return { text: Buffer.concat(chunks).toString("latin1"), owner: { uid, gid } };
  } finally {
    await call<void>((done) => sftp.close(handle, done)).catch(() => {});
  }
}

function readChunk(sftp: ssh2.SFTPWrapper, handle: Buffer, at: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    sftp.read(handle, Buffer.alloc(chunkBytes), 0, chunkBytes, at, (error, length, bytes) => {
      if (error) reject(error);
      else resolve(bytes.subarray(0, length));
    });
  });
}

/** @returns the server's time, in seconds */
async function writeFile(sftp: ssh2.SFTPWrapper, file: string, text: string, owner: Owner): Promise<number> {
  const handle = await call<Buffer>((done) => sftp.open(file, "wx", 0o600, done));
  try {
    const bytes = Buffer.from(text, "latin1");
    for (let at = 0; at < bytes.length; at += chunkBytes) {
      const length = Math.min(chunkBytes, bytes.length - at);
      await call<void>((done) => sftp.write(handle, bytes, at, length, at, done));
    }
    const { uid, gid, mtime } = await call<ssh2.Stats>((done) => sftp.fstat(handle, done));
    if (uid !== owner.uid || gid !== owner.gid) {
      await call<void>((done) => sftp.fchown(handle, owner.uid, owner.gid, done));
    }
    await call<void>((done) => sftp.fchmod(handle, 0o600, done));
    await synchronise(sftp, handle);
    return mtime;
  } finally {
    await call<void>((done) => sftp.close(handle, done)).catch(() => {});
  }
}

/** So that a host that loses power keeps the one file or the other, not an empty one. */
async function synchronise(sftp: ssh2.SFTPWrapper, handle: Buffer): Promise<void> {
  try {
    await call<unknown>((done) => sftp.ext_openssh_fsync(handle, done));
  } catch (error) {
    // Not every server offers it.
    if (!(error instanceof Error && /does not support/.test(error.message))) throw error;
  }
}

async function removeLeftovers(sftp: ssh2.SFTPWrapper, folder: string, now: number): Promise<void> {
  const files = await call<ssh2.FileEntryWithStats[]>((done) => sftp.readdir(folder, done));
  for (const { filename, attrs } of files) {
    if (!leftover.test(filename) || attrs.mtime > now - leftoverSeconds) continue;
    await call<void>((done) => sftp.unlink(path.join(folder, filename), done)).catch(() => {});
  }
}

function call<T>(start: (done: (error: Error | null | undefined, value: T) => void) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    start((error, value) => (error ? reject(error) : resolve(value)));
  });
}

function sftpError(error: unknown, host: SshHost, username: string): EngineError {
  if (error instanceof EngineError) return error;
  const code = codeOf(error);
  if (code === noSuchFile) return fileError(host, username, "there is no such file");
  if (code === permissionDenied) return fileError(host, username, "it is not the user's to write");
  if (code === "EFBIG") return fileError(host, username, "it is too large for a file of keys");
  if (code === undefined) return lost(host);
  return new EngineError(
    "statement",
    `${host.label} could not write ~/.ssh/authorized_keys of "${username}" (SFTP status ${String(code)}); it is unchanged. The disk may be full, or the file protected.`,
  );
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}
