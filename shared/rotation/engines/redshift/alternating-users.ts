import type { Client } from "pg";
import type { PasswordCredential } from "../../credential.ts";
import type { AlternatingUsers } from "../../engine.ts";
import { EngineError } from "../../errors.ts";
import { type Step, take } from "../postgres/step.ts";
import { cloneSuffix, pairOf } from "../postgres/user-pair.ts";
import { aSuperuser } from "./a-superuser.ts";
import { readUser } from "./catalog.ts";
import { connectedToRedshift, inRedshiftTransaction } from "./connection.ts";
import { grantSteps, type KnownUser } from "./grant-steps.ts";
import { isTrue } from "./grants.ts";
import { checkPassword, redshiftPassword } from "./password.ts";
import { userSteps } from "./user-steps.ts";

/** Source: Redshift's documentation of names and identifiers. */
export const maximumUsernameBytes = 127;

/**
 * Two users with the same attributes, settings, groups, roles and privileges. Redshift has no user that acts as another,
 * so that these are compared and copied at every rotation, as the current user has them. Each of the two gets all
 * privileges on what the other owns and will make.
 *
 * What no privilege gives stays the owner's, such as VACUUM, ANALYZE and changing the owner: for these use a table's
 * owner. Privileges are those of the connected database and on databases; what the users have in others is not seen.
 *
 * Not tested against a server of Redshift's, which runs nowhere but at Amazon: the statements follow its documentation,
 * and those that PostgreSQL understands too were run there.
 */
export const alternatingUsers: AlternatingUsers<PasswordCredential> = {
  maximumUsernameBytes,
  suffix: cloneSuffix,

  reconcile: async (superuser, current, next, timeoutMs) => {
    pairOf(current, next);
    checkPassword(next.password);
    await connectedToRedshift(superuser, timeoutMs, (client) =>
      inRedshiftTransaction(client, async () => {
        const users = await readUsers(client, current.username, next.username);
        checkBelongTogether(users);
        await take(client, stepsFor(users), superuser.username);
        await client.query(setPasswordSql(client, next));
      }),
    );
  },

  differences: (superuser, current, next, timeoutMs) =>
    connectedToRedshift(superuser, timeoutMs, (client) =>
      inRedshiftTransaction(client, async () => {
        const users = await readUsers(client, current.username, next.username);
        return stepsFor(users).flatMap(({ difference }) => difference ?? []);
      }),
    ),
};

interface Users {
  current: KnownUser;
  next: KnownUser;
}

/** What makes the next user as the current one. */
export function stepsFor({ current, next }: Users): Step[] {
  return [...userSteps(current, next), ...grantSteps(current, next)];
}

/** The statement that sets a password, as a hash of it. */
export function setPasswordSql(client: Client, { username, password }: PasswordCredential): string {
  const hash = client.escapeLiteral(redshiftPassword(username, password));
  return `ALTER USER ${client.escapeIdentifier(username)} PASSWORD ${hash}`;
}

async function readUsers(client: Client, current: string, next: string): Promise<Users> {
  const users = {
    current: { name: current, catalog: await readUser(client, current) },
    next: { name: next, catalog: await readUser(client, next) },
  };
  if (users.current.catalog.user) return users;
  throw new EngineError(
    "privilege",
    `The superuser does not see the user "${current}". What is needed: ${aSuperuser}.`,
  );
}

/**
 * Whoever can write a secret could name a user in it beside which another's user happens to be called. So one that
 * owns something, or is a superuser, is taken for the second user only if it shares what it will make with the current
 * one: it can say so itself, or a superuser for it.
 *
 * @throws EngineError with the code "privilege" if the two may not belong together
 */
function checkBelongTogether({ current, next }: Users): void {
  const { user, owned, defaults } = next.catalog;
  const hasMore = isTrue(user?.superuser ?? null) && !isTrue(current.catalog.user?.superuser ?? null);
  if (!hasMore && owned.length === 0) return;
  const shares = defaults.some(
    (row) =>
      row.owner_name === next.name &&
      row.grantee_type === "user" &&
      row.grantee_name === current.name &&
      row.object_type === "RELATION",
  );
  if (shares) return;
  throw new EngineError(
    "privilege",
    `"${next.name}" ${hasMore ? "is a superuser" : "owns objects"} and may be another's user than "${current.name}". If the two belong together, run: ALTER DEFAULT PRIVILEGES FOR USER "${next.name}" GRANT ALL ON TABLES TO "${current.name}"; then rotate again. If not, use a user with another name.`,
  );
}
