import type { PasswordCredential } from "../../credential.ts";
import type { Engine } from "../../engine.ts";
import { parsePasswordCredential } from "../password-credential.ts";
import { isContained } from "./catalog.ts";
import { connected } from "./connection.ts";
import { logIn } from "./log-in.ts";
import { checkPassword, nextSqlServerPassword } from "./password.ts";
import { differences, reconcile } from "./second-user.ts";
import { statementToSetPassword } from "./set-password.ts";

/** A name has at most 128 characters: documentation of sysname. Counted in bytes it is stricter beyond ASCII. */
const limits = { defaultPort: 1_433, defaultDatabase: "master", maximumUsernameBytes: 128 };

/**
 * Microsoft SQL Server from 2016, with SQL Server authentication: logins of the server, and users of contained
 * databases. It is tested with the real driver up to the login, against a small server of the tests' own, and with a
 * model of the catalogue behind the statements; it is untested against a real server.
 *
 * The second login gets server roles and permissions, and in every database a user with roles, permissions, and
 * control of what the first one owns. Not copied are linked servers' logins, credentials, ownership of jobs, and what
 * is granted to code signed by certificates.
 */
export const sqlserver: Engine<PasswordCredential> = {
  strategies: ["single-user", "alternating-users"],
  parse: (fields) => parsePasswordCredential(fields, limits),
  next: nextSqlServerPassword,
  logIn,
  singleUser: {
    set: async (as, next, timeoutMs) => {
      checkPassword(next.password);
      await connected(as, timeoutMs, async (run) => {
        const itself = as.username === next.username;
        await run(
          statementToSetPassword({
            username: next.username,
            password: next.password,
            contained: await isContained(run, next.username),
            ...(itself ? { oldPassword: as.password } : {}),
          }),
        );
      });
    },
  },
  alternatingUsers: {
    maximumUsernameBytes: limits.maximumUsernameBytes,
    reconcile: async (superuser, current, next, timeoutMs) => {
      checkPassword(next.password);
      await reconcile(superuser, current, next, timeoutMs);
    },
    differences,
  },
};
