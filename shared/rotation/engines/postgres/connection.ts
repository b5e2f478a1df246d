import pg, { type ClientConfig } from "pg";
import type { PasswordCredential } from "../../credential.ts";
import { InvalidSecretError } from "../../errors.ts";
import { trusted } from "../authorities.ts";
import { engineError } from "./errors.ts";
import { guardStream } from "./guarded-stream.ts";

/** What the server's list of sessions shows for Rekey's. */
export const applicationName = "rekey";

/** Most of a function's time must be left for saying what went wrong. */
const longestConnectMs = 5_000;

/** How to connect; over what takes the PostgreSQL protocol. */
export type SettingsOf = (credential: PasswordCredential, timeoutMs: number) => ClientConfig;

/**
 * How to connect: with TLS and the certificate verified against the host's name, unless the secret says
 * `"ssl": false`. There is no fall-back from one to the other.
 *
 * @param timeoutMs how long the whole connection may take
 */
export function connectionSettings(credential: PasswordCredential, timeoutMs: number): ClientConfig {
  return {
    host: credential.host,
    port: credential.port,
    user: credential.username,
    password: credential.password,
    database: credential.dbname,
    ssl: credential.tls ? { secureContext: trusted(credential), rejectUnauthorized: true } : false,
    connectionTimeoutMillis: Math.min(longestConnectMs, timeoutMs),
    query_timeout: timeoutMs,
    statement_timeout: timeoutMs,
    // A process that froze or lost its connection must not hold the users' rows for longer.
    idle_in_transaction_session_timeout: timeoutMs,
    application_name: applicationName,
  };
}

/**
 * Connects, does some work and leaves, all of it within the time given.
 *
 * @throws EngineError, or the InvalidSecretError that the work throws
 */
export async function connected<T>(
  credential: PasswordCredential,
  timeoutMs: number,
  work: (client: pg.Client) => Promise<T>,
  settingsOf: SettingsOf = connectionSettings,
): Promise<T> {
  const client = new pg.Client(settingsOf(credential, timeoutMs));
  // A connection that breaks while idle reports it here; the query under way fails by itself.
  client.on("error", () => {});
  guardStream(client, credential.tls);
  const { promise: over, reject } = Promise.withResolvers<never>();
  over.catch(() => {});
  const timer = setTimeout(() => reject(new Error("timed out")), timeoutMs);
  const worked = client.connect().then(() => work(client));
  try {
    return await Promise.race([worked, over]);
  } catch (error) {
    throw error instanceof InvalidSecretError ? error : engineError(error, credential);
  } finally {
    // A server that has gone silent would not answer the farewell either.
    await Promise.race([client.end(), over]).catch(() => {});
    clearTimeout(timer);
  }
}
