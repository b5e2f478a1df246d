import type { World } from "../postgres/world.ts";

/** Whom an entry of an access control list is for, as Redshift's views tell it. */
const identity = `coalesce(r.rolname::text, 'public') AS identity_name,
  CASE WHEN r.oid IS NULL THEN 'public' WHEN r.rolcanlogin THEN 'user' ELSE 'group' END AS identity_type`;

const exploded = (acl: string) => `aclexplode(${acl}) a LEFT JOIN pg_roles r ON r.oid = a.grantee`;

/** Redshift's views, as its documentation describes them, over PostgreSQL's catalog. */
const views: Record<string, string> = {
  pg_proc_info: "SELECT * FROM pg_proc",
  svv_user_info: `SELECT rolname::text AS user_name, rolcreatedb AS createdb, rolsuper AS superuser,
      CASE WHEN rolconnlimit < 0 THEN 'UNLIMITED' ELSE rolconnlimit::text END AS connection_limit,
      'RESTRICTED' AS syslog_access, 0 AS session_timeout FROM pg_roles WHERE rolcanlogin`,
  svv_user_grants: `SELECT ''::text AS user_name, ''::text AS role_name, false AS admin_option WHERE false`,
  svv_relation_privileges: `SELECT nspname::text AS namespace_name, relname::text AS relation_name,
      privilege_type, ${identity}, is_grantable AS admin_option
    FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace, ${exploded("relacl")}`,
  svv_column_privileges: `SELECT nspname::text AS namespace_name, relname::text AS relation_name,
      attname::text AS column_name, privilege_type, ${identity}
    FROM pg_attribute JOIN pg_class c ON c.oid = attrelid JOIN pg_namespace n ON n.oid = relnamespace,
      ${exploded("attacl")}`,
  svv_schema_privileges: `SELECT nspname::text AS namespace_name, privilege_type, 'SCHEMA' AS privilege_scope,
      ${identity}, is_grantable AS admin_option FROM pg_namespace, ${exploded("nspacl")}`,
  svv_database_privileges: `SELECT datname::text AS database_name, privilege_type, 'DATABASE' AS privilege_scope,
      ${identity}, is_grantable AS admin_option FROM pg_database, ${exploded("datacl")}`,
  svv_function_privileges: `SELECT nspname::text AS namespace_name, proname::text AS function_name,
      oidvectortypes(proargtypes) AS argument_types, privilege_type, ${identity}, is_grantable AS admin_option
    FROM pg_proc JOIN pg_namespace n ON n.oid = pronamespace, ${exploded("proacl")}`,
  svv_language_privileges: `SELECT lanname::text AS language_name, privilege_type, ${identity},
      is_grantable AS admin_option FROM pg_language, ${exploded("lanacl")}`,
  // PostgreSQL has no default privileges on procedures: every user and its clone share them here.
  svv_default_privileges: `SELECT nspname::text AS schema_name,
      CASE defaclobjtype WHEN 'r' THEN 'RELATION' WHEN 'f' THEN 'FUNCTION' ELSE 'OTHER' END AS object_type,
      o.rolname::text AS owner_name, privilege_type, r.rolname::text AS grantee_name,
      CASE WHEN r.oid IS NULL THEN 'public' WHEN r.rolcanlogin THEN 'user' ELSE 'group' END AS grantee_type,
      is_grantable AS admin_option
    FROM pg_default_acl JOIN pg_roles o ON o.oid = defaclrole
      LEFT JOIN pg_namespace n ON n.oid = defaclnamespace, ${exploded("defaclacl")}
    UNION ALL SELECT NULL, 'PROCEDURE', owner, 'EXECUTE', grantee, 'user', true
    FROM pg_roles, LATERAL (VALUES (rolname::text, rolname || '_clone'), (rolname || '_clone', rolname::text))
      AS pair (owner, grantee)
    WHERE rolname NOT LIKE '%!_clone' ESCAPE '!'`,
};

/** Makes a PostgreSQL server look like Redshift to who asks its catalog, and take MD5 passwords as Redshift does. */
export async function disguise(world: World): Promise<void> {
  await world.run("SET allow_system_table_mods TO on");
  for (const [name, query] of Object.entries(views)) {
    await world.run(
      `CREATE VIEW pg_catalog.${name} AS ${query}`,
      `GRANT SELECT ON pg_catalog.${name} TO PUBLIC`,
    );
  }
  const [{ file } = {}] = await world.run("SELECT current_setting('hba_file') AS file");
  await world.run(
    `COPY (SELECT 'host all all 127.0.0.1/32 md5' UNION ALL SELECT 'host all all ::1/128 md5') TO '${file}'`,
    "SELECT pg_reload_conf()",
  );
}
