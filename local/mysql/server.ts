import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import getPort from "get-port";
import { makeCertificate } from "../certificates.ts";
import { endProcess, listens } from "../server-process.ts";
import { waitFor } from "../wait-for.ts";

/** How to start a MySQL or MariaDB server. */
export interface ServerOptions {
  /** The host name that the server's certificate is for; another one than localhost to see verification fail. */
  certificateFor?: string;
  /** Whether the server offers TLS; it does unless this is false. */
  tls?: boolean;
  /** More settings, by their names in the server's documentation. */
  settings?: Readonly<Record<string, string>>;
}

/** A server on loopback that takes connections with TLS and without. */
export interface RunningServer {
  host: "localhost";
  port: number;
  /** PEM of the authority that signed the server's certificate. */
  caPem: string;
  /** May do everything, from everywhere. */
  superuser: { username: string; password: string };
  /** Every statement that the server logged so far, as it logs it. */
  statementLog(): Promise<string>;
  stop(): Promise<void>;
}

/** What differs between the programs. */
export interface ServerProgram {
  name: string;
  /** The program that serves. */
  file: string;
  /** Makes an empty database in the folders of these settings. */
  initialise(folders: { datadir: string; tmpdir: string }): Promise<void>;
  /** Settings of this program only. */
  settings: Readonly<Record<string, string>>;
  /** The settings by which it offers no TLS. */
  withoutTls: Readonly<Record<string, string>>;
}

/** Starts a server on a free port with a new, empty database. */
export async function startServer(program: ServerProgram, options: ServerOptions): Promise<RunningServer> {
  const folder = await mkdtemp(path.join(tmpdir(), "rekey-mysql-"));
  const file = (name: string) => path.join(folder, name);
  const superuser = { username: "superuser", password: randomBytes(18).toString("base64url") };
  const port = await getPort();
  const certificate = await makeCertificate(options.certificateFor ?? "localhost");
  let log = "";
  let kill = async () => {};
  const stop = async () => {
    await kill();
    await rm(folder, { recursive: true, force: true });
  };
  // A MariaDB server that starts removes what others have in a folder for temporary files that it shares with them.
  const folders = { datadir: file("data"), tmpdir: file("temporary") };
  try {
    await mkdir(folders.tmpdir);
    await program.initialise(folders);
    await writeFile(file("server.crt"), certificate.certPem);
    await writeFile(file("server.key"), certificate.keyPem, { mode: 0o600 });
    await writeFile(file("first.sql"), superuserStatements(superuser), { mode: 0o600 });
    const server = spawn(
      program.file,
      flags({
        ...folders,
        port: String(port),
        socket: file("socket"),
        pid_file: file("pid"),
        bind_address: "127.0.0.1",
        init_file: file("first.sql"),
        general_log: "1",
        general_log_file: file("statements.log"),
        innodb_buffer_pool_size: "32M",
        ...(options.tls === false
          ? program.withoutTls
          : { ssl_cert: file("server.crt"), ssl_key: file("server.key") }),
        ...program.settings,
        ...options.settings,
      }),
      { stdio: ["ignore", "pipe", "pipe"] },
    );
    for (const output of [server.stdout, server.stderr]) {
      output.on("data", (chunk: Buffer) => {
        log += chunk.toString();
      });
    }
    // Nothing of it is kept, so there is nothing to close in order.
    kill = () => endProcess(server, "SIGKILL");
    await waitFor(() => listens({ host: "127.0.0.1", port }, server), {
      what: `${program.name} on port ${port}`,
      seconds: 60,
      everyMs: 20,
    });
    return {
      host: "localhost",
      port,
      caPem: certificate.caPem,
      superuser,
      statementLog: () => readFile(file("statements.log"), "utf8"),
      stop,
    };
  } catch (cause) {
    await stop().catch(() => {});
    throw new Error(`${program.name} did not start on port ${port}. It said last:\n${log.slice(-1_500)}`, {
      cause,
    });
  }
}

/** The flags for settings; a server that root starts must be told that it may run as root. */
export function flags(settings: Readonly<Record<string, string>>): string[] {
  const user = process.getuid?.() === 0 ? { user: "root" } : {};
  const given = Object.entries({ ...user, ...settings });
  return ["--no-defaults", ...given.map(([name, value]) => `--${name.replaceAll("_", "-")}=${value}`)];
}

function superuserStatements({ username, password }: RunningServer["superuser"]): string {
  return [
    `CREATE USER ${username}@'%' IDENTIFIED BY '${password}';`,
    `GRANT ALL ON *.* TO ${username}@'%' WITH GRANT OPTION;`,
    "",
  ].join("\n");
}
