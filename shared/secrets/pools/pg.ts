import { UnexpectedSecretError } from "../errors.ts";
import { type Credentials, credentialsSchema } from "../secret.ts";
import type { SecretsCache } from "../secrets-cache.ts";

/** What a `pg.Pool` is made with, beside its TLS settings and limits. */
export interface PgSettings {
  host?: string;
  port?: number;
  database?: string;
  user: string;
  /** Asked by pg for each new connection. */
  password: () => Promise<string>;
}

/**
 * Settings for a `pg.Pool` whose every new connection takes its password from the cache; those that are open stay.
 * The pool keeps its user: where two users alternate, that is the current one at first and the previous one, whose
 * password still works, after a rotation.
 *
 *     const pool = new pg.Pool({ ...(await pgSettings(secrets, "prod/db")), ssl: { ca }, max: 10 });
 *
 * @throws UnexpectedSecretError if the secret has no user or password
 */
export async function pgSettings(secrets: SecretsCache, id: string): Promise<PgSettings> {
  const { username: user, host, port, dbname } = await secrets.getJson(id, credentialsSchema);
  if (user === undefined) throw new UnexpectedSecretError(`The secret ${id} has no username. Add it.`);
  return {
    ...(host === undefined ? {} : { host }),
    ...(port === undefined ? {} : { port }),
    ...(dbname === undefined ? {} : { database: dbname }),
    user,
    password: async () => (await credentialsOf(secrets, id, user)).password,
  };
}

async function credentialsOf(secrets: SecretsCache, id: string, user: string): Promise<Credentials> {
  const current = await secrets.getJson(id, credentialsSchema);
  if (current.username === user) return current;
  const previous = await secrets.getJson(id, credentialsSchema, { stage: "AWSPREVIOUS" });
  if (previous.username === user) return previous;
  throw new UnexpectedSecretError(
    `The secret ${id} is no longer of the user "${user}" that the pool was made for. Make the pool anew.`,
  );
}
