import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { flags, type RunningServer, type ServerOptions, startServer } from "./server.ts";

const execute = promisify(execFile);

/** Servers are in folders that only root has on its PATH. */
const serverFolders = ["/usr/local/sbin", "/usr/sbin"];

/** A MySQL server, or why there is none. */
export type FoundMysqld = { file: string; version: string } | { missing: string };

/**
 * Looks for a MySQL server of version 8 or later: what the environment variable REKEY_MYSQLD names, else `mysqld`
 * on the PATH. Debian's stable releases have none, and MariaDB's server goes by the same name there.
 */
export async function findMysqld(): Promise<FoundMysqld> {
  const { REKEY_MYSQLD: named, PATH = "" } = process.env;
  const folders = [...PATH.split(path.delimiter), ...serverFolders];
  const files = named ? [named] : folders.map((folder) => path.join(folder, "mysqld"));
  for (const file of files) {
    const shown = await execute(file, ["--no-defaults", "--version"]).catch(() => undefined);
    const [, version, major] = /\bVer ((\d+)\.\S+)/.exec(shown?.stdout ?? "") ?? [];
    if (!version || /mariadb/i.test(shown?.stdout ?? "")) continue;
    if (Number(major) >= 8) return { file, version };
  }
  return {
    missing: named
      ? `REKEY_MYSQLD names no MySQL server of version 8 or later: ${named}`
      : "no MySQL server of version 8 or later is on the PATH, and REKEY_MYSQLD names none",
  };
}

/**
 * Starts a MySQL server.
 *
 * @param file the program, as findMysqld() finds it
 */
export function startMysql(file: string, options: ServerOptions = {}): Promise<RunningServer> {
  return startServer(
    {
      name: "MySQL",
      file,
      initialise: async (folders) => {
        await execute(file, [...flags({ ...folders, secure_file_priv: "NULL" }), "--initialize-insecure"]);
      },
      settings: {
        secure_file_priv: "NULL",
        mysqlx: "OFF",
        skip_log_bin: "1",
        performance_schema: "OFF",
      },
      withoutTls: { tls_version: "" },
    },
    options,
  );
}
