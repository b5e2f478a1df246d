import type { PasswordCredential } from "../../credential.ts";
import type { Engine } from "../../engine.ts";
import { nextPassword, parsePasswordCredential } from "../password-credential.ts";
import { alternatingUsers, maximumUsernameBytes } from "./alternating-users.ts";
import { checkSetPassword } from "./check-privilege.ts";
import { applicationName, connected } from "./connection.ts";
import { passwordLiteral } from "./password.ts";

const limits = { defaultPort: 5_432, defaultDatabase: "postgres", maximumUsernameBytes };

/** Whoever logs in may be set to act as another role, which could change neither its password nor end its sessions. */
const actAsOneself = "SET ROLE NONE";

/**
 * PostgreSQL and Aurora PostgreSQL.
 *
 * - A user may change its own password, but for one with REPLICATION before PostgreSQL 16, and where Amazon RDS keeps
 *   that to members of rds_password. The rights of a superuser by `masterarn`: CREATEROLE, and from PostgreSQL 16 on the
 *   admin option on the users that it did not make.
 * - Statements hold verifiers, SCRAM or MD5 as password_encryption says. The server's own rules for passwords
 *   (passwordcheck) see no password then: `passwordPolicy` in the secret takes their place.
 */
export const postgres: Engine<PasswordCredential> = {
  strategies: ["single-user", "alternating-users"],
  parse: (fields) => parsePasswordCredential(fields, limits),
  next: nextPassword,
  logIn: (credential, timeoutMs) =>
    connected(credential, timeoutMs, async (client) => {
      await client.query("SELECT now()");
    }),
  endOtherSessions: (credential, timeoutMs) =>
    connected(credential, timeoutMs, async (client) => {
      await client.query(actAsOneself);
      await client.query(
        `SELECT pg_terminate_backend(pid, $1) FROM pg_stat_activity
         WHERE usename = current_user AND application_name = $2 AND pid <> pg_backend_pid()`,
        [timeoutMs, applicationName],
      );
    }),
  singleUser: {
    set: (as, next, timeoutMs) =>
      connected(as, timeoutMs, async (client) => {
        await client.query(actAsOneself);
        const user = client.escapeIdentifier(next.username);
        await client.query(`ALTER ROLE ${user} PASSWORD ${await passwordLiteral(client, next)}`);
      }),
    checkPrivilege: checkSetPassword,
  },
  alternatingUsers,
};
