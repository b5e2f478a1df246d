import type { Client, ClientConfig } from "pg";
import type { PasswordCredential } from "../../credential.ts";
import { connected, connectionSettings } from "../postgres/connection.ts";

/** As for PostgreSQL, without what Redshift may not take when a session starts. */
export function redshiftSettings(credential: PasswordCredential, timeoutMs: number): ClientConfig {
  const {
    statement_timeout: _statement,
    idle_in_transaction_session_timeout: _idle,
    ...settings
  } = connectionSettings(credential, timeoutMs);
  return settings;
}

/**
 * Connects, does some work and leaves, all of it within the time given.
 *
 * @throws EngineError, or the InvalidSecretError that the work throws
 */
export function connectedToRedshift<T>(
  credential: PasswordCredential,
  timeoutMs: number,
  work: (client: Client) => Promise<T>,
): Promise<T> {
  return connected(
    credential,
    timeoutMs,
    async (client) => {
      await client.query(`SET statement_timeout TO ${Math.max(1, Math.floor(timeoutMs))}`);
      return work(client);
    },
    redshiftSettings,
  );
}

/** Does some work in one transaction, with no name taken from a schema that others can write to. */
export async function inRedshiftTransaction<T>(client: Client, work: () => Promise<T>): Promise<T> {
  await client.query("BEGIN");
  try {
    await client.query("SET LOCAL search_path TO pg_catalog");
    const result = await work();
    await client.query("COMMIT");
    return result;
  } catch (error) {
    await client.query("ROLLBACK").catch(() => {});
    throw error;
  }
}
