import type { PasswordCredential } from "../../credential.ts";
import type { Engine } from "../../engine.ts";
import { nextPassword, parsePasswordCredential } from "../password-credential.ts";
import { alternatingUsers, maximumUsernameBytes, setPasswordSql } from "./alternating-users.ts";
import { connectedToRedshift } from "./connection.ts";
import { checkPassword, passwordRules } from "./password.ts";

const limits = { defaultPort: 5_439, defaultDatabase: "dev", maximumUsernameBytes };

/**
 * Amazon Redshift, over PostgreSQL's protocol. Not tested against a server of Redshift's, which runs nowhere but at
 * Amazon.
 */
export const redshift: Engine<PasswordCredential> = {
  strategies: ["single-user", "alternating-users"],
  parse: (fields) => parsePasswordCredential(fields, limits),
  next: async (fields, username, world) => {
    const newPassword = async () => {
      const password = await world.newPassword(passwordRules);
      checkPassword(password);
      return password;
    };
    return nextPassword(fields, username, { ...world, newPassword });
  },
  logIn: (credential, timeoutMs) =>
    connectedToRedshift(credential, timeoutMs, async (client) => {
      await client.query("SELECT now()");
    }),
  singleUser: {
    set: async (as, next, timeoutMs) => {
      checkPassword(next.password);
      await connectedToRedshift(as, timeoutMs, async (client) => {
        await client.query(setPasswordSql(client, next));
      });
    },
  },
  alternatingUsers,
};
