import * as z from "zod";
import { EngineError } from "../../errors.ts";
import {
  type Account,
  type DatabaseUser,
  type Login,
  noRights,
  type Permission,
  type Rights,
} from "./account.ts";
import { identifier } from "./quoting.ts";
import { ownedQuestion, permissionsQuestion, serverPermissionsQuestion } from "./securables.ts";
import type { Run, Statement } from "./statement.ts";

/** A user of a contained database has its password there, and no login; parameter @name. */
export const containedUserQuestion = `
SELECT name, CONVERT(bit, 0) AS is_owner, default_schema_name
FROM sys.database_principals WHERE name = @name AND authentication_type = 2`;

/** The user of a login in a database; the owner of a database is its dbo. */
export const userQuestion = `
SELECT name, CONVERT(bit, CASE principal_id WHEN 1 THEN 1 ELSE 0 END) AS is_owner, default_schema_name
FROM sys.database_principals WHERE sid = SUSER_SID(@name) AND type = 'S'`;

/** A user by a login's name whose own login is gone. */
export const orphanQuestion = `
SELECT name FROM sys.database_principals
WHERE name = @name AND type = 'S' AND authentication_type = 1 AND SUSER_SNAME(sid) IS NULL`;

export const rolesQuestion = `
SELECT USER_NAME(role_principal_id) AS role FROM sys.database_role_members
WHERE member_principal_id = DATABASE_PRINCIPAL_ID(@user)`;

export const loginQuestion = `
SELECT is_disabled, default_database_name, default_language_name, is_policy_checked, is_expiration_checked,
  CONVERT(bit, ISNULL(CONVERT(int, LOGINPROPERTY(name, 'IsLocked')), 0)) AS is_locked
FROM sys.sql_logins WHERE name = @name`;

export const serverRolesQuestion = `
SELECT r.name AS role FROM sys.server_role_members AS m
JOIN sys.server_principals AS r ON r.principal_id = m.role_principal_id
JOIN sys.server_principals AS l ON l.principal_id = m.member_principal_id
WHERE l.name = @name`;

/** The databases in which there may be users: not tempdb, which is made anew at each start, nor snapshots. */
export const databasesQuestion = `
SELECT name, CONVERT(bit, ISNULL(HAS_DBACCESS(name), 0)) AS open_to_me FROM sys.databases
WHERE state = 0 AND source_database_id IS NULL AND name <> N'tempdb'`;

const userSchema = z.object({
  name: z.string(),
  is_owner: z.boolean(),
  default_schema_name: z.string().nullable(),
});

const loginSchema = z.object({
  is_disabled: z.boolean(),
  is_locked: z.boolean(),
  default_database_name: z.string().nullable(),
  default_language_name: z.string().nullable(),
  is_policy_checked: z.boolean(),
  is_expiration_checked: z.boolean(),
});

const securableSchema = z.object({
  keyword: z.string().nullable(),
  schema: z.string().nullable(),
  name: z.string().nullable(),
});

const permissionSchema = securableSchema.extend({
  column: z.string().nullable(),
  permission: z.string(),
  state: z.enum(["D", "G", "W", "R"]),
  grantor: z.string().nullable(),
});

const roleSchema = z.object({ role: z.string() });
const databaseSchema = z.object({ name: z.string(), open_to_me: z.boolean() });

/** The databases that whoever is connected can open, and those that it cannot. */
export async function databasesOf(run: Run): Promise<{ open: string[]; closed: string[] }> {
  const databases = await ask(run, databaseSchema, { text: databasesQuestion });
  const names = (open: boolean) =>
    databases.filter(({ open_to_me }) => open_to_me === open).map(({ name }) => name);
  return { open: names(true), closed: names(false) };
}

/** Whether a name is that of a user with a password of its own in the connection's database. */
export async function isContained(run: Run, name: string): Promise<boolean> {
  const rows = await run({ text: containedUserQuestion, parameters: { name } });
  return rows.length > 0;
}

/** A login with its users in the databases given. */
export async function loginAccount(run: Run, name: string, databases: readonly string[]): Promise<Account> {
  const login = await loginOf(run, name);
  const users = new Map<string, DatabaseUser>();
  const orphaned = new Set<string>();
  for (const database of databases) {
    const user = await userOf(run, database, { text: userQuestion, parameters: { name } });
    if (user) users.set(database, user);
    else if ((await run({ database, text: orphanQuestion, parameters: { name } })).length > 0) {
      orphaned.add(database);
    }
  }
  return { name, login, users, orphaned };
}

/** A user of a contained database. */
export async function containedAccount(run: Run, name: string, database: string): Promise<Account> {
  const user = await userOf(run, database, { text: containedUserQuestion, parameters: { name } });
  const users = new Map(user ? [[database, user]] : []);
  return { name, login: undefined, users, orphaned: new Set() };
}

async function loginOf(run: Run, name: string): Promise<Login | undefined> {
  const parameters = { name };
  const [login] = await ask(run, loginSchema, { text: loginQuestion, parameters });
  if (!login) return undefined;
  const roles = await ask(run, roleSchema, { text: serverRolesQuestion, parameters });
  const permissions = await ask(run, permissionSchema, { text: serverPermissionsQuestion, parameters });
  return {
    disabled: login.is_disabled,
    locked: login.is_locked,
    defaultDatabase: login.default_database_name ?? "master",
    defaultLanguage: login.default_language_name ?? "us_english",
    checkPolicy: login.is_policy_checked,
    checkExpiration: login.is_expiration_checked,
    roles: roles.map(({ role }) => role),
    permissions: permissions.map(permissionOf),
    owned: [],
  };
}

async function userOf(run: Run, database: string, question: Statement): Promise<DatabaseUser | undefined> {
  const [user] = await ask(run, userSchema, { ...question, database });
  if (!user) return undefined;
  return {
    name: user.name,
    owner: user.is_owner,
    defaultSchema: user.default_schema_name ?? undefined,
    // The owner of a database may do everything in it, and owns most of it.
    ...(user.is_owner ? noRights : await rightsOf(run, database, user.name)),
  };
}

async function rightsOf(run: Run, database: string, user: string): Promise<Rights> {
  const where = { database, parameters: { user } };
  const roles = await ask(run, roleSchema, { ...where, text: rolesQuestion });
  const permissions = await ask(run, permissionSchema, { ...where, text: permissionsQuestion });
  const owned = await ask(run, securableSchema, { ...where, text: ownedQuestion });
  return {
    roles: roles.map(({ role }) => role),
    permissions: permissions.map(permissionOf),
    owned: owned.flatMap((row) => securableOf(row) ?? []),
  };
}

function permissionOf(row: z.infer<typeof permissionSchema>): Permission {
  const { permission, column, state, grantor } = row;
  return {
    on: securableOf(row),
    column: column ?? undefined,
    name: permission,
    state,
    grantor: grantor ?? undefined,
  };
}

function securableOf({ keyword, schema, name }: z.infer<typeof securableSchema>): string | undefined {
  if (keyword === "") return "";
  if (keyword === null || name === null) return undefined;
  const full = schema === null ? identifier(name) : `${identifier(schema)}.${identifier(name)}`;
  return `${keyword}::${full}`;
}

async function ask<T>(run: Run, schema: z.ZodType<T>, statement: Statement): Promise<T[]> {
  const parsed = z.array(schema).safeParse(await run(statement));
  if (parsed.success) return parsed.data;
  throw new EngineError("answer", "The server's catalogue answers otherwise than SQL Server documents it.");
}
