import type { Client } from "pg";

/** A value as Redshift writes it; its types are its own, and the driver would read them as PostgreSQL's. */
type Text = string | null;

/** A row of SVV_USER_INFO with what PG_USER adds. */
export interface UserRow {
  superuser: Text;
  createdb: Text;
  connection_limit: Text;
  syslog_access: Text;
  session_timeout: Text;
  valuntil: Text;
  useconfig: Text;
}

/** A row of SVV_RELATION_PRIVILEGES, or with a column one of SVV_COLUMN_PRIVILEGES. */
export interface RelationRow {
  namespace_name: string;
  relation_name: string;
  column_name: Text;
  privilege_type: string;
  admin_option: Text;
}

/** A row of SVV_SCHEMA_PRIVILEGES or SVV_DATABASE_PRIVILEGES: what is granted on the whole, or on all of a kind in it. */
export interface ScopeRow {
  name: string;
  privilege_type: string;
  privilege_scope: string;
  admin_option: Text;
}

/** A row of SVV_FUNCTION_PRIVILEGES. */
export interface FunctionRow {
  namespace_name: string;
  function_name: string;
  argument_types: string;
  privilege_type: string;
  admin_option: Text;
  is_procedure: Text;
}

/** A row of SVV_LANGUAGE_PRIVILEGES. */
export interface LanguageRow {
  language_name: string;
  privilege_type: string;
  admin_option: Text;
}

/** A row of SVV_DEFAULT_PRIVILEGES. */
export interface DefaultRow {
  schema_name: Text;
  object_type: string;
  owner_name: string;
  privilege_type: string;
  grantee_name: Text;
  grantee_type: string;
  admin_option: Text;
}

/** Something that a user owns. */
export interface OwnedRow {
  kind: "relation" | "schema" | "function" | "procedure" | "database";
  /** Empty for schemas and databases. */
  namespace_name: string;
  name: string;
  /** Of functions and procedures. */
  argument_types: string;
}

/** What the catalog says of one user. */
export interface UserCatalog {
  user: UserRow | undefined;
  groups: { groname: string }[];
  roles: { role_name: string; admin_option: Text }[];
  relations: RelationRow[];
  schemas: ScopeRow[];
  databases: ScopeRow[];
  functions: FunctionRow[];
  languages: LanguageRow[];
  /** Of what the user makes, and of what others make for it. */
  defaults: DefaultRow[];
  owned: OwnedRow[];
}

const ofUser = "identity_type = 'user' AND identity_name = $1";

/** Whether a function is a procedure: PG_PROC_INFO tells. */
const isProcedure = `EXISTS (SELECT 1 FROM pg_proc_info i JOIN pg_namespace n ON n.oid = i.pronamespace
  WHERE n.nspname = namespace_name AND i.proname = function_name
    AND oidvectortypes(i.proargtypes) = argument_types AND i.prokind = 'p')`;

const queries = {
  groups: `SELECT groname FROM pg_group g, pg_user u WHERE u.usename = $1 AND u.usesysid = ANY (g.grolist) ORDER BY 1`,
  roles: `SELECT role_name, admin_option FROM svv_user_grants WHERE user_name = $1 ORDER BY 1`,
  relations: `SELECT namespace_name, relation_name, NULL AS column_name, privilege_type, admin_option
    FROM svv_relation_privileges WHERE ${ofUser} ORDER BY 1, 2, 4`,
  columns: `SELECT namespace_name, relation_name, column_name, privilege_type, NULL AS admin_option
    FROM svv_column_privileges WHERE ${ofUser} ORDER BY 1, 2, 3, 4`,
  schemas: `SELECT namespace_name AS name, privilege_type, privilege_scope, admin_option
    FROM svv_schema_privileges WHERE ${ofUser} ORDER BY 1, 2`,
  databases: `SELECT database_name AS name, privilege_type, privilege_scope, admin_option
    FROM svv_database_privileges WHERE ${ofUser} ORDER BY 1, 2`,
  functions: `SELECT namespace_name, function_name, argument_types, privilege_type, admin_option,
      ${isProcedure} AS is_procedure
    FROM svv_function_privileges WHERE ${ofUser} ORDER BY 1, 2, 3`,
  languages: `SELECT language_name, privilege_type, admin_option
    FROM svv_language_privileges WHERE ${ofUser} ORDER BY 1`,
  defaults: `SELECT schema_name, object_type, owner_name, privilege_type, grantee_name, grantee_type, admin_option
    FROM svv_default_privileges WHERE owner_name = $1 OR (grantee_type = 'user' AND grantee_name = $1)
    ORDER BY 1, 2, 3, 4, 5`,
  ownedRelations: `SELECT 'relation' AS kind, nspname AS namespace_name, relname AS name, '' AS argument_types
    FROM pg_class c, pg_namespace n, pg_user u
    WHERE n.oid = c.relnamespace AND u.usesysid = c.relowner AND u.usename = $1 AND c.relkind IN ('r', 'v', 'm')
      AND nspname NOT LIKE 'pg!_%' ESCAPE '!' ORDER BY 2, 3`,
  ownedSchemas: `SELECT 'schema' AS kind, '' AS namespace_name, nspname AS name, '' AS argument_types
    FROM pg_namespace n, pg_user u WHERE u.usesysid = n.nspowner AND u.usename = $1
      AND nspname NOT LIKE 'pg!_%' ESCAPE '!' ORDER BY 3`,
  ownedFunctions: `SELECT CASE WHEN p.prokind = 'p' THEN 'procedure' ELSE 'function' END AS kind,
      nspname AS namespace_name, proname AS name, oidvectortypes(proargtypes) AS argument_types
    FROM pg_proc_info p, pg_namespace n, pg_user u
    WHERE n.oid = p.pronamespace AND u.usesysid = p.proowner AND u.usename = $1 ORDER BY 2, 3, 4`,
  ownedDatabases: `SELECT 'database' AS kind, '' AS namespace_name, datname AS name, '' AS argument_types
    FROM pg_database d, pg_user u WHERE u.usesysid = d.datdba AND u.usename = $1 ORDER BY 3`,
};

/** Asks the connected database for all that is known of one user: views that Redshift documents, and PostgreSQL's catalog. */
export async function readUser(client: Client, username: string): Promise<UserCatalog> {
  const ask = async <T>(text: string): Promise<T[]> =>
    (await client.query({ text, values: [username], types: asText })).rows as T[];
  const [user] = await ask<UserRow>(
    `SELECT superuser, createdb, connection_limit, syslog_access, session_timeout, valuntil, useconfig
     FROM svv_user_info i, pg_user u WHERE i.user_name = u.usename AND u.usename = $1`,
  );
  return {
    user,
    groups: await ask(queries.groups),
    roles: await ask(queries.roles),
    relations: [...(await ask<RelationRow>(queries.relations)), ...(await ask<RelationRow>(queries.columns))],
    schemas: await ask(queries.schemas),
    databases: await ask(queries.databases),
    functions: await ask(queries.functions),
    languages: await ask(queries.languages),
    defaults: await ask(queries.defaults),
    owned: [
      ...(await ask<OwnedRow>(queries.ownedRelations)),
      ...(await ask<OwnedRow>(queries.ownedSchemas)),
      ...(await ask<OwnedRow>(queries.ownedFunctions)),
      ...(await ask<OwnedRow>(queries.ownedDatabases)),
    ],
  };
}

/** Leaves every value as the server wrote it. */
const asText = { getTypeParser: () => (value: string) => value };
