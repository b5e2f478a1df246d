import { z } from "zod";
import { UnexpectedSecretError } from "../errors.ts";
import { credentialsSchema } from "../secret.ts";
import type { SecretsCache } from "../secrets-cache.ts";

/** Where mysql2 (version 3) keeps what each new connection of a pool begins with; it has no function for a password. */
const corePoolSchema = z.object({ config: z.object({ connectionConfig: z.custom<object>(isObject) }) });
const poolSchema = z.union([z.object({ pool: corePoolSchema }), corePoolSchema]);

/**
 * Gives a mysql2 pool the secret's user and password for the connections that it opens from now on; those that are
 * open stay. Call it for each piece of work: it costs no more than a look into the cache.
 *
 *     const db = mysqlPool(createPool({ host, database, ssl }), secrets, "prod/db");
 *     const [rows] = await (await db()).query("SELECT 1");
 *
 * @param pool one of `mysql2` or `mysql2/promise`
 * @returns what resolves to the same pool
 * @throws TypeError if it is none of a version whose inside is known
 */
export function mysqlPool<P extends object>(pool: P, secrets: SecretsCache, id: string): () => Promise<P> {
  const { data } = poolSchema.safeParse({ ...(has(pool, "pool") ? { pool: pool.pool } : pool) });
  if (!data) throw new TypeError("This is no pool of mysql2 3. Pass what its createPool returns.");
  const { connectionConfig } = ("pool" in data ? data.pool : data).config;
  return async () => {
    const { username, password } = await secrets.getJson(id, credentialsSchema);
    if (username === undefined) throw new UnexpectedSecretError(`The secret ${id} has no username. Add it.`);
    Object.assign(connectionConfig, { user: username, password });
    return pool;
  };
}

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null;
}

function has<N extends string>(value: object, name: N): value is Record<N, unknown> {
  return name in value;
}
