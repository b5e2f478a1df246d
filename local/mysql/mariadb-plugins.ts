import { execFile } from "node:child_process";
import { access, mkdir, mkdtemp, readdir, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";

const execute = promisify(execFile);

/** Where the package has its plugins. */
const inPackage = "usr/lib/mysql/plugin";

/**
 * The folder of MariaDB's plugins. They are unpacked from Debian's package mariadb-server and not installed with
 * it: that would start a service. They are kept for the next time, since the package must be downloaded.
 */
export async function mariadbPlugins(): Promise<string> {
  const { stdout } = await execute("dpkg-query", ["--show", "mariadb-server-core"]);
  const [, version = ""] = stdout.trim().split("	");
  const kept = path.join(tmpdir(), `rekey-mariadb-plugins-${version.replaceAll(/[^\w.+-]/g, "_")}`);
  const exists = await access(kept).then(
    () => true,
    () => false,
  );
  if (!exists) await unpack(kept);
  return path.join(kept, inPackage);
}

async function unpack(kept: string): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), "rekey-package-"));
  try {
    const download = path.join(folder, "download");
    await mkdir(download);
    await execute("apt-get", ["download", "-qq", "mariadb-server"], { cwd: download });
    const [file] = await readdir(download);
    if (!file) throw new Error("apt-get downloaded no mariadb-server.");
    const unpacked = path.join(folder, "unpacked");
    await execute("dpkg-deb", ["-x", path.join(download, file), unpacked]);
    await rename(unpacked, kept);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
