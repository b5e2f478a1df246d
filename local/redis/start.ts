import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createClient } from "@redis/client";
import getPort from "get-port";
import { generate } from "selfsigned";
import { makeCertificate, type ServerCertificate } from "../certificates.ts";
import { debianProgram } from "../debian/index.ts";
import { endProcess, listens } from "../server-process.ts";
import { waitFor } from "../wait-for.ts";

/** How to start a Redis server. */
export interface RedisOptions {
  /** The host name that the server's certificate is for; another one than localhost to see verification fail. */
  certificateFor?: string;
  /** Another server, whose certificates this one takes: so they trust each other. */
  like?: Pick<RunningRedis, "certificate" | "client">;
  /** Whether the server speaks TLS and nothing else (true), or clear text and nothing else. */
  tls?: boolean;
  /** Whether clients must have a certificate. */
  clientCertificates?: boolean;
  /** Where the server writes its users: into an ACL file, its configuration file, or nowhere. */
  users?: "aclfile" | "configuration" | "nowhere";
  /** More users beside the superuser, as ACL rules: `app on >secret ~* +@all`. */
  acl?: readonly string[];
  /** The password of the user `default`, who may do everything then; else it is off. */
  requirepass?: string;
  /** More lines of configuration. */
  settings?: readonly string[];
  /** Runs as a Sentinel. */
  sentinel?: boolean;
}

/** A Redis server on loopback. */
export interface RunningRedis {
  host: "localhost";
  port: number;
  certificate: ServerCertificate;
  /** PEM of the certificate and key of a client that the server trusts. */
  client: { certPem: string; keyPem: string };
  /** May do everything; has a name of its own, since `default` may be off. */
  superuser: { username: string; password: string };
  folder: string;
  /** Runs a command as the superuser, over a connection of its own. */
  command(...words: string[]): Promise<unknown>;
  /** What the server logged so far, in all detail, since its first start. */
  log(): string;
  /** What the server would read at its next start: its configuration and ACL files. */
  files(): Promise<string>;
  /** Stops the process and starts it again with the same files. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts a Redis server on a free port. Another program of the same kind, such as valkey-server, is started where
 * the environment variable REDIS_SERVER names one.
 */
export async function startRedis(options: RedisOptions = {}): Promise<RunningRedis> {
  const program = await serverProgram();
  const folder = await mkdtemp(path.join(tmpdir(), "rekey-redis-"));
  const port = await getPort();
  const superuser = { username: "superuser", password: randomBytes(18).toString("base64url") };
  const certificate =
    options.like?.certificate ?? (await makeCertificate(options.certificateFor ?? "localhost"));
  const client = options.like?.client ?? (await makeClientCertificate());
  const files = await writeFiles(folder, { port, superuser, certificate, client }, options);
  let log = "";
  let server: ChildProcess | undefined;

  const start = async () => {
    const fromInput = options.users === "nowhere";
    const started = spawn(program, [fromInput ? "-" : files.configuration, ...sentinelFlag(options)], {
      // One program is server, checker and Sentinel, and goes by the name that it is called with.
      argv0: "redis-server",
      stdio: ["pipe", "pipe", "pipe"],
    });
    server = started;
    for (const output of [started.stdout, started.stderr]) {
      output.on("data", (chunk: Buffer) => {
        log += chunk.toString();
      });
    }
    started.stdin.on("error", () => {});
    started.stdin.end(fromInput ? await readFile(files.configuration) : "");
    await waitFor(() => listens({ host: "localhost", port }, started), {
      what: `a Redis server on port ${port}`,
      seconds: 20,
      everyMs: 10,
    });
  };
  const end = async () => {
    // It saves nothing when it ends like this: what a restart must find was saved before.
    if (server) await endProcess(server, "SIGKILL");
  };
  const stop = async () => {
    await end();
    await rm(folder, { recursive: true, force: true });
  };

  try {
    await start();
    return {
      host: "localhost",
      port,
      certificate,
      client,
      superuser,
      folder,
      command: async (...words) => {
        const connection = createClient({
          ...superuser,
          socket: {
            ...(options.tls === false ? {} : tlsOf(certificate, client)),
            host: "localhost",
            port,
            reconnectStrategy: false,
          },
        });
        connection.on("error", () => {});
        try {
          await connection.connect();
          return await connection.sendCommand(words);
        } finally {
          connection.destroy();
        }
      },
      log: () => log,
      files: async () => {
        const texts = [files.configuration, files.acl].map((file) => readFile(file, "utf8").catch(() => ""));
        return (await Promise.all(texts)).join("\n");
      },
      restart: async () => {
        await end();
        await start();
      },
      stop,
    };
  } catch (cause) {
    await stop().catch(() => {});
    throw new Error(`Redis did not start on port ${port}. It said last:\n${log.slice(-1_500)}`, { cause });
  }
}

/** Debian's package redis-tools has no service, and its checker of dump files is the server itself under another name. */
function serverProgram(): Promise<string> {
  const { REDIS_SERVER } = process.env;
  return REDIS_SERVER ? Promise.resolve(REDIS_SERVER) : debianProgram("redis-check-rdb", ["redis-tools"]);
}

async function writeFiles(
  folder: string,
  {
    port,
    superuser,
    certificate,
    client,
  }: Pick<RunningRedis, "port" | "superuser" | "certificate" | "client">,
  {
    tls = true,
    clientCertificates = false,
    users = "configuration",
    acl = [],
    requirepass,
    settings = [],
  }: RedisOptions,
): Promise<{ configuration: string; acl: string }> {
  const file = (name: string) => path.join(folder, name);
  await writeFile(file("server.crt"), certificate.certPem);
  await writeFile(file("server.key"), certificate.keyPem, { mode: 0o600 });
  // By these the server verifies its clients, and, being a replica, its primary.
  await writeFile(file("trusted.crt"), `${client.certPem}\n${certificate.caPem}`);
  await writeFile(file("client.crt"), client.certPem);
  await writeFile(file("client.key"), client.keyPem, { mode: 0o600 });
  const inFile = users === "aclfile";
  // With an ACL file, requirepass counts for nothing.
  const byDefault = inFile ? [`user default on >${requirepass} ~* &* +@all`] : [];
  const userLines = [
    ...(requirepass === undefined ? ["user default off"] : byDefault),
    `user ${superuser.username} on >${superuser.password} ~* &* +@all`,
    ...acl.map((rules) => `user ${rules}`),
  ];
  const lines = [
    ...(tls
      ? [
          "port 0",
          `tls-port ${port}`,
          `tls-cert-file ${file("server.crt")}`,
          `tls-key-file ${file("server.key")}`,
          `tls-client-cert-file ${file("client.crt")}`,
          `tls-client-key-file ${file("client.key")}`,
          `tls-ca-cert-file ${file("trusted.crt")}`,
          `tls-auth-clients ${clientCertificates ? "yes" : "no"}`,
          "tls-replication yes",
          "tls-cluster yes",
        ]
      : [`port ${port}`]),
    "bind 127.0.0.1 -::1",
    `dir ${folder}`,
    'save ""',
    "loglevel debug",
    "repl-diskless-sync-delay 0",
    ...(inFile ? [`aclfile ${file("users.acl")}`] : userLines),
    ...(requirepass === undefined || inFile ? [] : [`requirepass ${requirepass}`]),
    ...settings,
  ];
  // Restarts read what the server wrote.
  if (inFile) await writeFile(file("users.acl"), `${userLines.join("\n")}\n`);
  await writeFile(file("redis.conf"), `${lines.join("\n")}\n`);
  return { configuration: file("redis.conf"), acl: file("users.acl") };
}

/** Whatever the certificate is for, this is the server that was started here. */
function tlsOf({ caPem }: ServerCertificate, { certPem, keyPem }: RunningRedis["client"]) {
  return { tls: true as const, ca: caPem, cert: certPem, key: keyPem, checkServerIdentity: () => undefined };
}

async function makeClientCertificate(): Promise<RunningRedis["client"]> {
  const own = await generate([{ name: "commonName", value: "Rekey local client" }], {
    keyType: "ec",
    curve: "P-256",
    algorithm: "sha256",
    extensions: [{ name: "basicConstraints", cA: true, critical: true }],
  });
  return { certPem: own.cert, keyPem: own.private };
}

function sentinelFlag({ sentinel }: RedisOptions): string[] {
  return sentinel ? ["--sentinel"] : [];
}
