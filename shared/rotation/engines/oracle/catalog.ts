import * as z from "zod";
import { EngineError } from "../../errors.ts";
import type { Session } from "./connection.ts";
import type { ProxyRight, StoredUser } from "./stored-user.ts";

export const questions = {
  user: `SELECT account_status, default_tablespace, temporary_tablespace, profile
FROM dba_users WHERE username = :name`,
  systemPrivileges: "SELECT privilege, admin_option FROM dba_sys_privs WHERE grantee = :name",
  schemaPrivileges: `SELECT privilege, schema AS schema_name, admin_option
FROM dba_schema_privs WHERE grantee = :name`,
  roles: `SELECT granted_role, admin_option, delegate_option, default_role
FROM dba_role_privs WHERE grantee = :name`,
  // What is in the recycle bin can be granted to nobody.
  objectPrivileges: `SELECT owner, table_name, type, privilege, grantable, hierarchy
FROM dba_tab_privs WHERE grantee = :name AND table_name NOT LIKE 'BIN$%'`,
  columnPrivileges: `SELECT owner, table_name, column_name, privilege, grantable
FROM dba_col_privs WHERE grantee = :name AND table_name NOT LIKE 'BIN$%'`,
  quotas: `SELECT tablespace_name, TO_CHAR(max_bytes) AS max_bytes
FROM dba_ts_quotas WHERE username = :name AND dropped = 'NO' AND max_bytes <> 0`,
  proxyRights:
    "SELECT client, authentication, authorization_constraint, role FROM dba_proxies WHERE proxy = :name",
  synonyms: `SELECT synonym_name, table_owner, table_name, db_link
FROM dba_synonyms WHERE owner = :name`,
  owned: `SELECT DISTINCT object_type FROM dba_objects
WHERE owner = :name AND object_type <> 'SYNONYM'`,
  rds: "SELECT username FROM all_users WHERE username = 'RDSADMIN'",
} as const;

/** A name that goes into a statement as it is: privileges and types are words of the language. */
const words = z.string().regex(/^[A-Z0-9_ ]+$/);
const yes = z.enum(["YES", "NO"]).transform((text) => text === "YES");

const userRow = z.object({
  ACCOUNT_STATUS: z.string(),
  DEFAULT_TABLESPACE: z.string(),
  TEMPORARY_TABLESPACE: z.string(),
  PROFILE: z.string(),
});
const systemPrivilegeRow = z.object({ PRIVILEGE: words, ADMIN_OPTION: yes });
const schemaPrivilegeRow = systemPrivilegeRow.extend({ SCHEMA_NAME: z.string() });
const roleRow = z.object({
  GRANTED_ROLE: z.string(),
  ADMIN_OPTION: yes,
  DELEGATE_OPTION: yes,
  DEFAULT_ROLE: yes,
});
const objectPrivilegeRow = z.object({
  OWNER: z.string(),
  TABLE_NAME: z.string(),
  TYPE: words,
  PRIVILEGE: words,
  GRANTABLE: yes,
  HIERARCHY: yes,
});
const columnPrivilegeRow = z.object({
  OWNER: z.string(),
  TABLE_NAME: z.string(),
  COLUMN_NAME: z.string(),
  PRIVILEGE: words,
  GRANTABLE: yes,
});
const quotaRow = z.object({ TABLESPACE_NAME: z.string(), MAX_BYTES: z.string().regex(/^-?\d+$/) });
const proxyRow = z.object({
  CLIENT: z.string(),
  AUTHENTICATION: yes,
  AUTHORIZATION_CONSTRAINT: z.string(),
  ROLE: z.string().nullable(),
});
const synonymRow = z.object({
  SYNONYM_NAME: z.string(),
  TABLE_OWNER: z.string().nullable(),
  TABLE_NAME: z.string(),
  DB_LINK: z.string().nullable(),
});
const ownedRow = z.object({ OBJECT_TYPE: z.string() });

/** Whether the server is one of Amazon RDS, whose superuser grants on objects of SYS by a procedure. */
export async function isRds(session: Session): Promise<boolean> {
  return (await session.run({ text: questions.rds })).length > 0;
}

/** @returns undefined if there is no such user */
export async function storedUser(session: Session, name: string): Promise<StoredUser | undefined> {
  const ask = async <T>(text: string, row: z.ZodType<T>): Promise<T[]> => {
    const parsed = z.array(row).safeParse(await session.run({ text, parameters: { name } }));
    if (parsed.success) return parsed.data;
    throw new EngineError("answer", "The server's catalogue answers otherwise than Oracle documents it.");
  };
  const [user] = await ask(questions.user, userRow);
  if (!user) return undefined;
  const onSchemas = session.version >= 23 ? await ask(questions.schemaPrivileges, schemaPrivilegeRow) : [];
  return {
    name,
    locked: user.ACCOUNT_STATUS.includes("LOCKED"),
    defaultTablespace: user.DEFAULT_TABLESPACE,
    temporaryTablespace: user.TEMPORARY_TABLESPACE,
    profile: user.PROFILE,
    systemPrivileges: [
      ...(await ask(questions.systemPrivileges, systemPrivilegeRow)).map((row) => ({
        ...row,
        SCHEMA_NAME: undefined,
      })),
      ...onSchemas,
    ].map((row) => ({
      privilege: row.PRIVILEGE,
      schema: row.SCHEMA_NAME,
      adminOption: row.ADMIN_OPTION,
    })),
    roles: (await ask(questions.roles, roleRow)).map((row) => ({
      role: row.GRANTED_ROLE,
      adminOption: row.ADMIN_OPTION,
      delegateOption: row.DELEGATE_OPTION,
      default: row.DEFAULT_ROLE,
    })),
    objectPrivileges: (await ask(questions.objectPrivileges, objectPrivilegeRow)).map((row) => ({
      owner: row.OWNER,
      object: row.TABLE_NAME,
      type: row.TYPE,
      privilege: row.PRIVILEGE,
      grantOption: row.GRANTABLE,
      hierarchyOption: row.HIERARCHY,
    })),
    columnPrivileges: (await ask(questions.columnPrivileges, columnPrivilegeRow)).map((row) => ({
      owner: row.OWNER,
      object: row.TABLE_NAME,
      column: row.COLUMN_NAME,
      privilege: row.PRIVILEGE,
      grantOption: row.GRANTABLE,
    })),
    quotas: (await ask(questions.quotas, quotaRow)).map((row) => ({
      tablespace: row.TABLESPACE_NAME,
      bytes: row.MAX_BYTES,
    })),
    proxyRights: proxyRightsOf(await ask(questions.proxyRights, proxyRow)),
    synonyms: (await ask(questions.synonyms, synonymRow)).map((row) => ({
      name: row.SYNONYM_NAME,
      owner: row.TABLE_OWNER ?? undefined,
      object: row.TABLE_NAME,
      link: row.DB_LINK ?? undefined,
    })),
    owned: (await ask(questions.owned, ownedRow)).map((row) => row.OBJECT_TYPE),
  };
}

/** DBA_PROXIES has a row for each role of a client. */
function proxyRightsOf(rows: readonly z.infer<typeof proxyRow>[]): ProxyRight[] {
  return [...Map.groupBy(rows, ({ CLIENT }) => CLIENT)].map(([client, its]) => {
    const roles = its.flatMap(({ ROLE }) => ROLE ?? []).sort();
    const constraint = its[0]?.AUTHORIZATION_CONSTRAINT ?? "";
    return {
      client,
      authenticationRequired: its.some(({ AUTHENTICATION }) => AUTHENTICATION),
      roles: rolesBy(constraint, roles),
    };
  });
}

function rolesBy(constraint: string, roles: string[]): ProxyRight["roles"] {
  if (constraint.startsWith("NO CLIENT ROLES")) return "none";
  if (constraint.startsWith("PROXY MAY NOT")) return { except: roles };
  return roles.length > 0 ? { only: roles } : "all";
}
