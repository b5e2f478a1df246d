import type { Client } from "pg";

/** One privilege that a role has by itself, as GRANT and REVOKE name it. */
export interface Privilege {
  /** Empty, or the beginning of ALTER DEFAULT PRIVILEGES for a privilege on objects yet to be made. */
  prefix: string;
  /** `SELECT`, or `SELECT (column)`. */
  privilege: string;
  /** `TABLE schema.name`, quoted where it has to be. */
  target: string;
  grantable: boolean;
  /** Whose object it is. */
  owner: string;
}

/** A role's membership that this session's user granted to itself. */
export interface OwnMembership {
  inherit: boolean;
  set: boolean;
}

/** A role and whether the session's user can act as its owner. */
export interface Reach {
  role: string;
  /** The user has the role's rights and may give objects to it. */
  full: boolean;
  granted: OwnMembership | undefined;
}

/** What a role owns and may do by itself in the connected database, and on what all databases share. */
export interface ObjectsState {
  /** In words, such as `table public.orders`. */
  owned: string[];
  privileges: Privilege[];
  /** How far the session's user reaches the base user and the clone. */
  reach: Reach[];
}

/** Ownership that REASSIGN OWNED leaves alone, and that gives no right to anybody: what the clone does not do as itself. */
const leftAlone = "'pg_default_acl'::regclass, 'pg_user_mapping'::regclass";

/** The version from which on server settings can be granted. */
const parametersSince = 150_000;

/** Asks the connected database for what a role owns and may do by itself. */
export async function observeObjects(
  client: Client,
  { base, clone, version }: { base: string; clone: string; version: number },
): Promise<ObjectsState> {
  const owned = await client.query<{ words: string }>(
    `SELECT pg_describe_object(classid, objid, objsubid) AS words
     FROM pg_shdepend
     WHERE refclassid = 'pg_authid'::regclass AND refobjid = $1::regrole AND deptype = 'o'
       AND classid NOT IN (${leftAlone})
       AND dbid IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()))
     ORDER BY 1`,
    [quoted(client, clone)],
  );
  const privileges = await client.query<Privilege>(
    `WITH granted AS (${privilegesSql(version)})
     SELECT prefix, g.privilege_type || coalesce(' (' || quote_ident(columnname) || ')', '') AS privilege,
            target, g.is_grantable AS grantable, o.rolname AS owner
     FROM granted, aclexplode(acl) AS g, pg_roles o
     WHERE o.oid = owner AND g.grantee = $1::regrole AND owner <> $1::regrole
     ORDER BY 3, 2`,
    [quoted(client, clone)],
  );
  return {
    owned: owned.rows.map(({ words }) => words),
    privileges: privileges.rows,
    reach: [await reachOf(client, base, version), await reachOf(client, clone, version)],
  };
}

/** The databases but the connected one in which a role owns something or may do something by itself. */
export async function databasesBeside(client: Client, role: string): Promise<string[]> {
  const { rows } = await client.query<{ database: string }>(
    `SELECT DISTINCT datname AS database
     FROM pg_shdepend s JOIN pg_database d ON d.oid = s.dbid
     WHERE refclassid = 'pg_authid'::regclass AND refobjid = $1::regrole AND deptype IN ('o', 'a')
       AND NOT (deptype = 'o' AND classid IN (${leftAlone}))
       AND datname <> current_database()
     ORDER BY 1`,
    [quoted(client, role)],
  );
  return rows.map(({ database }) => database);
}

async function reachOf(client: Client, role: string, version: number): Promise<Reach> {
  // Before PostgreSQL 16 a membership had no options; to grant it again would change nothing.
  const [rights, change] = version >= 160_000 ? ["USAGE", "SET"] : ["MEMBER", "MEMBER"];
  const { rows } = await client.query<{ full: boolean; inherit: boolean | null; set: boolean | null }>(
    `SELECT pg_has_role(current_user, $1::regrole, $2) AND pg_has_role(current_user, $1::regrole, $3) AS full,
            (to_jsonb(m)->>'inherit_option')::bool AS inherit, (to_jsonb(m)->>'set_option')::bool AS set
     FROM pg_roles u LEFT JOIN pg_auth_members m
       ON m.roleid = $1::regrole AND m.member = u.oid AND m.grantor = u.oid
     WHERE u.rolname = current_user`,
    [quoted(client, role), rights, change],
  );
  const { full = false, inherit, set } = rows[0] ?? {};
  return {
    role,
    full,
    granted: typeof inherit === "boolean" && typeof set === "boolean" ? { inherit, set } : undefined,
  };
}

/** A regrole is read as an identifier. */
function quoted(client: Client, role: string): string {
  return client.escapeIdentifier(role);
}

/** Every access control list that a user can be in, with whom and what it is for. */
function privilegesSql(version: number): string {
  const named = (target: string, catalog: string, name: string, owner: string, acl: string) =>
    `SELECT '', NULL, '${target} ' || quote_ident(${name}), ${owner}, ${acl} FROM ${catalog}`;
  const relation = `CASE relkind WHEN 'S' THEN 'SEQUENCE ' ELSE 'TABLE ' END || quote_ident(nspname) || '.' || quote_ident(relname)`;
  return [
    `SELECT '' AS prefix, NULL AS columnname, ${relation} AS target, relowner AS owner, relacl AS acl
     FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace`,
    `SELECT '', attname::text, ${relation}, relowner, attacl
     FROM pg_attribute JOIN pg_class c ON c.oid = attrelid JOIN pg_namespace n ON n.oid = relnamespace
     WHERE NOT attisdropped`,
    `SELECT '', NULL, 'ROUTINE ' || (pg_identify_object('pg_proc'::regclass, oid, 0)).identity, proowner, proacl
     FROM pg_proc WHERE proacl IS NOT NULL`,
    `SELECT '', NULL, 'TYPE ' || (pg_identify_object('pg_type'::regclass, oid, 0)).identity, typowner, typacl
     FROM pg_type WHERE typacl IS NOT NULL`,
    `SELECT '', NULL, 'LARGE OBJECT ' || oid, lomowner, lomacl FROM pg_largeobject_metadata`,
    `SELECT 'ALTER DEFAULT PRIVILEGES FOR ROLE ' || quote_ident(rolname)
              || coalesce(' IN SCHEMA ' || quote_ident(nspname), '') || ' ',
            NULL,
            CASE defaclobjtype WHEN 'r' THEN 'TABLES' WHEN 'S' THEN 'SEQUENCES' WHEN 'f' THEN 'ROUTINES'
              WHEN 'T' THEN 'TYPES' WHEN 'n' THEN 'SCHEMAS' ELSE 'LARGE OBJECTS' END,
            defaclrole, defaclacl
     FROM pg_default_acl JOIN pg_roles r ON r.oid = defaclrole
       LEFT JOIN pg_namespace n ON n.oid = defaclnamespace`,
    named("SCHEMA", "pg_namespace", "nspname", "nspowner", "nspacl"),
    named("LANGUAGE", "pg_language", "lanname", "lanowner", "lanacl"),
    named("FOREIGN DATA WRAPPER", "pg_foreign_data_wrapper", "fdwname", "fdwowner", "fdwacl"),
    named("FOREIGN SERVER", "pg_foreign_server", "srvname", "srvowner", "srvacl"),
    named("DATABASE", "pg_database", "datname", "datdba", "datacl"),
    named("TABLESPACE", "pg_tablespace", "spcname", "spcowner", "spcacl"),
    // Settings belong to nobody; 10 is the superuser that the server was made with.
    ...(version >= parametersSince
      ? ["SELECT '', NULL, 'PARAMETER ' || quote_ident(parname), 10::oid, paracl FROM pg_parameter_acl"]
      : []),
  ].join("\nUNION ALL\n");
}
