import { type Document, MongoClient, type MongoClientOptions } from "mongodb";
import { HostUnreachableError } from "../../errors.ts";
import { authorities } from "../authorities.ts";
import type { MongoCredential } from "./credential.ts";
import { engineError } from "./errors.ts";

/** Most of a function's time must be left for saying what went wrong. */
const longestConnectMs = 5_000;

/** Runs one command in a database and returns the answer, numbers as the BSON types that they came as. */
export type RunCommand = (database: string, command: Document) => Promise<Document>;

/**
 * Logs in, works, and closes the connection.
 *
 * @param authSource the database that the user is defined in
 * @param timeoutMs how long login and work may take together
 * @throws EngineError saying what went wrong
 */
export async function connected<T>(
  credential: MongoCredential,
  authSource: string,
  timeoutMs: number,
  work: (run: RunCommand) => Promise<T>,
): Promise<T> {
  const { host, port, system } = credential;
  const address = host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
  const client = new MongoClient(
    `mongodb://${address}/`,
    connectionSettings(credential, authSource, timeoutMs),
  );
  const run: RunCommand = (database, command) =>
    client.db(database).command(command, { promoteValues: false, promoteLongs: false, bsonRegExp: true });
  const { promise: hopeless, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(timedOut(system)), timeoutMs);
  whenUnreachable(client, reject);
  try {
    return await Promise.race([work(run), hopeless]);
  } catch (error) {
    throw engineError(error, credential, authSource);
  } finally {
    clearTimeout(timer);
    await client.close().catch(() => {});
  }
}

/** The driver tries again and again; where it knows one server only and that one fails, waiting is of no use. */
function whenUnreachable(client: MongoClient, tell: (failure: Error) => void): void {
  const known = new Set<string>();
  client.on("serverOpening", ({ address }) => known.add(address));
  client.on("serverClosed", ({ address }) => known.delete(address));
  client.on("serverHeartbeatFailed", ({ failure }) => {
    if (known.size === 1) tell(failure);
  });
}

/**
 * How to connect: with TLS and the certificate verified against the host's name, unless the secret says
 * `"ssl": false`. There is no fall-back from one to the other. From the secret's host the driver finds the primary
 * of the replica set, also behind the endpoint of an Amazon DocumentDB cluster right after a failover.
 */
export function connectionSettings(
  credential: MongoCredential,
  authSource: string,
  timeoutMs: number,
): MongoClientOptions {
  const { username, password, tls, authMechanism, directConnection } = credential;
  // Less than the whole time, so that the driver tells what it met before the time is over.
  const connectMs = Math.min(longestConnectMs, 0.8 * timeoutMs);
  return {
    auth: { username, password },
    authSource,
    ...(authMechanism ? { authMechanism } : {}),
    tls,
    ...(tls ? { ca: authorities(credential), rejectUnauthorized: true } : {}),
    directConnection,
    // Amazon DocumentDB has no retryable writes, and nothing here is one.
    retryWrites: false,
    serverSelectionTimeoutMS: connectMs,
    connectTimeoutMS: connectMs,
    serverMonitoringMode: "poll",
    maxPoolSize: 1,
    appName: "rekey",
  };
}

function timedOut(system: string): HostUnreachableError {
  return new HostUnreachableError(
    "connect",
    `${system} did not answer in time. The server may be overloaded or restarting; try again.`,
  );
}
