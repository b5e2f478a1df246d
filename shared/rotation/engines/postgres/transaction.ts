import type { Client } from "pg";

/** How long one may wait for a lock, in milliseconds: an application waits behind it for as long. */
const longestLockWaitMs = 3_000;

/**
 * Does some work in one transaction: a connection that breaks before the end leaves nothing half-done. The session
 * acts as the user who logged in, and takes no function or operator from a schema that others can write to.
 */
export async function inTransaction<T>(
  client: Client,
  mode: "READ ONLY" | "READ WRITE",
  work: () => Promise<T>,
): Promise<T> {
  await client.query(
    `BEGIN ${mode};
     SET LOCAL role TO none;
     SET LOCAL search_path TO pg_catalog, pg_temp;
     SET LOCAL datestyle TO 'ISO';
     SET LOCAL timezone TO 'UTC';
     SET LOCAL lock_timeout TO ${longestLockWaitMs}`,
  );
  try {
    const result = await work();
    await client.query("COMMIT");
    return result;
  } catch (error) {
    await client.query("ROLLBACK").catch(() => {});
    throw error;
  }
}
