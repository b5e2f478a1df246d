import pg from "pg";
import type { Credential } from "../../credential.ts";
import type { Engine } from "../../engine.ts";
import { applicationName, connectionSettings } from "./connection.ts";
import { engineError } from "./errors.ts";
import { scramVerifier } from "./scram.ts";

/** PostgreSQL and Aurora PostgreSQL. */
export const postgres: Engine = {
  defaultPort: 5_432,
  defaultDatabase: "postgres",
  maximumUsernameBytes: 63,

  logIn: (credential, timeoutMs) =>
    connected(credential, timeoutMs, async (client) => {
      await client.query("SELECT now()");
    }),

  logInAlone: (credential, timeoutMs) =>
    connected(credential, timeoutMs, async (client) => {
      await client.query(
        `SELECT pg_terminate_backend(pid, $1) FROM pg_stat_activity
         WHERE usename = current_user AND application_name = $2 AND pid <> pg_backend_pid()`,
        [timeoutMs, applicationName],
      );
    }),

  setPassword: (as, password, timeoutMs) =>
    connected(as, timeoutMs, async (client) => {
      const { rows } = await client.query<{ password_encryption: string }>("SHOW password_encryption");
      // As a verifier the password itself never stands in the server's statement log. Only ASCII passwords can go
      // this way: others would need SASLprep, which the server does when it gets the password.
      const stored =
        rows[0]?.password_encryption === "scram-sha-256" && isAscii(password)
          ? scramVerifier(password)
          : password;
      await client.query(
        `ALTER ROLE ${client.escapeIdentifier(as.username)} PASSWORD ${client.escapeLiteral(stored)}`,
      );
    }),
};

async function connected(
  credential: Credential,
  timeoutMs: number,
  work: (client: pg.Client) => Promise<void>,
): Promise<void> {
  const client = new pg.Client(connectionSettings(credential, timeoutMs));
  // A connection that breaks while idle reports it here; the query under way fails by itself.
  client.on("error", () => {});
  try {
    await client.connect();
    await work(client);
  } catch (error) {
    throw engineError(error, credential);
  } finally {
    await client.end().catch(() => {});
  }
}

function isAscii(text: string): boolean {
  return /^[\x20-\x7e]*$/.test(text);
}
