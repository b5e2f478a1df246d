import type { Client } from "pg";
import type { RoleSetting } from "./role-settings.ts";
import type { UserPair } from "./user-pair.ts";

/** A role's row, as far as its members do not inherit it. */
export interface Role {
  oid: string;
  login: boolean;
  superuser: boolean;
  createdb: boolean;
  createrole: boolean;
  bypassrls: boolean;
  replication: boolean;
  inherit: boolean;
  /** -1 for any number. */
  connectionLimit: number;
  /** Until when the password counts: a time as the server writes it, or `infinity`. */
  validUntil: string;
  /** The same in seconds since 1970. */
  validUntilSeconds: number;
}

/** One membership, as one role granted it. */
export interface Membership {
  group: string;
  grantor: string;
  /** The member may grant it on. */
  admin: boolean;
  /** The member has the group's rights without asking; before PostgreSQL 16 its own attribute says so. */
  inherit: boolean;
  /** The member may act as the group. */
  set: boolean;
}

/** A role with what belongs to it. */
export interface RoleState extends Role {
  memberships: Membership[];
  settings: RoleSetting[];
}

/** How two users are, in all that does not depend on the database. */
export interface RolesState {
  /** The server's version as server_version_num has it: 180004 for 18.4. */
  version: number;
  /** As whom Rekey is logged in. */
  superuser: { name: string; isSuperuser: boolean };
  base: RoleState | undefined;
  clone: RoleState | undefined;
}

/** The same of a pair whose base user is there. */
export type PairState = RolesState & { base: RoleState };

/** Asks the server for two users; in a transaction with DateStyle ISO. */
export async function observeRoles(client: Client, { base, clone }: UserPair): Promise<RolesState> {
  const { rows } = await client.query<{ version: number; name: string; isSuperuser: boolean }>(
    `SELECT current_setting('server_version_num')::int AS version, rolname AS name, rolsuper AS "isSuperuser"
     FROM pg_roles WHERE rolname = current_user`,
  );
  const [own] = rows;
  if (!own) throw new Error("The server does not know who is logged in.");
  const { version, ...superuser } = own;
  return { version, superuser, base: await observe(client, base), clone: await observe(client, clone) };
}

async function observe(client: Client, username: string): Promise<RoleState | undefined> {
  const { rows } = await client.query<Role>(
    `SELECT oid::text, rolcanlogin AS login, rolsuper AS superuser, rolcreatedb AS createdb,
            rolcreaterole AS createrole, rolbypassrls AS bypassrls, rolreplication AS replication,
            rolinherit AS inherit, rolconnlimit AS "connectionLimit",
            coalesce(rolvaliduntil, 'infinity')::text AS "validUntil",
            extract(epoch FROM coalesce(rolvaliduntil, 'infinity'))::float8 AS "validUntilSeconds"
     FROM pg_roles WHERE rolname = $1`,
    [username],
  );
  const [role] = rows;
  if (!role) return undefined;
  // PostgreSQL 16 brought inherit_option and set_option.
  const memberships = await client.query<Membership>(
    `SELECT g.rolname AS "group", by.rolname AS grantor, m.admin_option AS admin,
            coalesce((to_jsonb(m)->>'inherit_option')::bool, true) AS inherit,
            coalesce((to_jsonb(m)->>'set_option')::bool, true) AS set
     FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid JOIN pg_roles by ON by.oid = m.grantor
     WHERE m.member = $1 ORDER BY 1, 2`,
    [role.oid],
  );
  const settings = await client.query<RoleSetting>(
    `SELECT d.datname AS database, split_part(setting, '=', 1) AS name,
            substr(setting, strpos(setting, '=') + 1) AS value
     FROM pg_db_role_setting s LEFT JOIN pg_database d ON d.oid = s.setdatabase,
          unnest(s.setconfig) AS setting
     WHERE s.setrole = $1 ORDER BY 1 NULLS FIRST, 2`,
    [role.oid],
  );
  return { ...role, memberships: memberships.rows, settings: settings.rows };
}
