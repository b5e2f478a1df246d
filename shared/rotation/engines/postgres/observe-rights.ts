import type { Client } from "pg";

/** Who is logged in, as far as it may change others. */
export interface Actor {
  /** The server's version as server_version_num has it: 180004 for 18.4. */
  version: number;
  name: string;
  superuser: boolean;
  createrole: boolean;
  replication: boolean;
  /** Whether the server, or the user's own settings, allow it no writes. */
  readOnly: boolean;
  /** False where Amazon RDS keeps changes of passwords to members of rds_password, and this is none. */
  setsPasswords: boolean;
}

/** A role whose password is to be set. */
export interface Target {
  name: string;
  superuser: boolean;
  replication: boolean;
  /** Whether its password ends within a day: too soon for a rotation tonight. */
  expiresSoon: boolean;
  validUntil: string;
  /** Whether who asks has the admin option on it. */
  mayBeGranted: boolean;
}

/** Functions and tables are the server's own, whatever stands in the way of the names; and nobody acts as another. */
const asOneself = "SET ROLE NONE; SET search_path TO pg_catalog, pg_temp; SET datestyle TO 'ISO'";

/**
 * Asks who is logged in. Outside of a transaction, which could be read-only itself.
 * Source of rds.restrict_password_commands: "Restricting password management" in Amazon RDS's user guide.
 */
export async function observeActor(client: Client): Promise<Actor> {
  await client.query(asOneself);
  const { rows } = await client.query<Actor>(
    `SELECT current_setting('server_version_num')::int AS version, own.rolname AS name,
            own.rolsuper AS superuser, own.rolcreaterole AS createrole, own.rolreplication AS replication,
            current_setting('transaction_read_only')::bool AS "readOnly",
            NOT coalesce(current_setting('rds.restrict_password_commands', true), '') IN ('on', '1')
              OR EXISTS (SELECT FROM pg_roles WHERE rolname = 'rds_password' AND pg_has_role(oid, 'MEMBER'))
              AS "setsPasswords"
     FROM pg_roles own WHERE own.rolname = current_user`,
  );
  const [own] = rows;
  if (!own) throw new Error("The server does not know who is logged in.");
  return own;
}

/** Asks for a role, as who is logged in sees it; undefined if there is none. */
export async function observeTarget(client: Client, username: string): Promise<Target | undefined> {
  const { rows } = await client.query<Target>(
    `SELECT rolname AS name, rolsuper AS superuser, rolreplication AS replication,
            coalesce(rolvaliduntil < now() + interval '1 day', false) AS "expiresSoon",
            coalesce(rolvaliduntil, 'infinity')::text AS "validUntil",
            pg_has_role(oid, 'MEMBER WITH ADMIN OPTION') AS "mayBeGranted"
     FROM pg_roles WHERE rolname = $1`,
    [username],
  );
  return rows[0];
}
