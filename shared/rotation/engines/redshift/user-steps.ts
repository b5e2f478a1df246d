import { escapeIdentifier, escapeLiteral } from "pg";
import { type RoleSetting, settingValueSql } from "../postgres/role-settings.ts";
import type { Step } from "../postgres/step.ts";
import { aSuperuser } from "./a-superuser.ts";
import type { UserRow } from "./catalog.ts";
import type { KnownUser } from "./grant-steps.ts";
import { isTrue } from "./grants.ts";
import { unusablePassword } from "./password.ts";

/** A user as CREATE USER makes it. */
const asCreated: UserRow = {
  superuser: "f",
  createdb: "f",
  connection_limit: "UNLIMITED",
  syslog_access: "RESTRICTED",
  session_timeout: "0",
  valuntil: null,
  useconfig: null,
};

/** What makes the next user exist, with the current one's attributes, settings, groups and roles, and no others. */
export function userSteps(current: KnownUser, next: KnownUser): Step[] {
  const user = escapeIdentifier(next.name);
  const creation: Step = {
    difference: `"${next.name}" does not exist`,
    sql: `CREATE USER ${user} PASSWORD '${unusablePassword()}'`,
    needs: aSuperuser,
  };
  return [
    ...(next.catalog.user ? [] : [creation]),
    ...attributeSteps(current, next),
    ...settingSteps(current, next),
    ...groupSteps(current, next),
    ...roleSteps(current, next),
  ];
}

function attributeSteps(current: KnownUser, next: KnownUser): Step[] {
  const [wanted, has] = [current.catalog.user ?? asCreated, next.catalog.user ?? asCreated];
  const attributes = [
    {
      what: "CREATEUSER",
      of: ({ superuser }: UserRow) => (isTrue(superuser) ? "CREATEUSER" : "NOCREATEUSER"),
    },
    { what: "CREATEDB", of: ({ createdb }: UserRow) => (isTrue(createdb) ? "CREATEDB" : "NOCREATEDB") },
    { what: "the connection limit", of: (row: UserRow) => `CONNECTION LIMIT ${limitSql(row)}` },
    { what: "the access to system tables", of: (row: UserRow) => `SYSLOG ACCESS ${syslogSql(row)}` },
    { what: "the time after which idle sessions end", of: timeoutSql },
    {
      what: "the time until when the password is valid",
      of: (row: UserRow) => `VALID UNTIL ${validSql(row)}`,
    },
  ];
  return attributes
    .filter(({ of }) => of(wanted) !== of(has))
    .map(({ what, of }) => ({
      difference: `"${next.name}" differs from "${current.name}" in ${what}`,
      sql: `ALTER USER ${escapeIdentifier(next.name)} ${of(wanted)}`,
      needs: aSuperuser,
    }));
}

function limitSql({ connection_limit }: UserRow): string {
  return /^\d+$/.test(connection_limit ?? "") ? String(connection_limit) : "UNLIMITED";
}

function syslogSql({ syslog_access }: UserRow): string {
  return syslog_access?.toUpperCase() === "UNRESTRICTED" ? "UNRESTRICTED" : "RESTRICTED";
}

function timeoutSql({ session_timeout }: UserRow): string {
  const seconds = Number(session_timeout ?? 0);
  return seconds > 0 ? `SESSION TIMEOUT ${seconds}` : "RESET SESSION TIMEOUT";
}

function validSql({ valuntil }: UserRow): string {
  return escapeLiteral(valuntil ?? "infinity");
}

function settingSteps(current: KnownUser, next: KnownUser): Step[] {
  const [wanted, has] = [settingsOf(current), settingsOf(next)];
  const alter = `ALTER USER ${escapeIdentifier(next.name)}`;
  return [
    ...wanted
      .filter(({ name, value }) => !has.some((other) => other.name === name && other.value === value))
      .map((setting) => ({
        difference: `"${next.name}" does not start with the ${setting.name} of "${current.name}"`,
        sql: `${alter} SET ${escapeIdentifier(setting.name)} TO ${settingValueSql(setting)}`,
        needs: aSuperuser,
      })),
    ...has
      .filter(({ name }) => !wanted.some((other) => other.name === name))
      .map(({ name }) => ({
        difference: `"${next.name}" starts with a ${name} of its own`,
        sql: `${alter} RESET ${escapeIdentifier(name)}`,
        needs: aSuperuser,
      })),
  ];
}

function settingsOf({ catalog }: KnownUser): RoleSetting[] {
  return elementsOf(catalog.user?.useconfig ?? "{}").map((setting) => {
    const end = setting.indexOf("=");
    return { database: null, name: setting.slice(0, end), value: setting.slice(end + 1) };
  });
}

/** The elements of a text array as the server writes it: `{a,"b \"c\""}`. */
export function elementsOf(array: string): string[] {
  const elements = array.slice(1, -1).matchAll(/"((?:[^"\\]|\\.)*)"|([^,]+)/gs);
  return [...elements].map(([, quoted, plain = ""]) => quoted?.replaceAll(/\\(.)/gs, "$1") ?? plain);
}

function groupSteps(current: KnownUser, next: KnownUser): Step[] {
  const of = ({ catalog }: KnownUser) => catalog.groups.map(({ groname }) => groname);
  const [wanted, has] = [of(current), of(next)];
  const change = (group: string, verb: "ADD" | "DROP", difference: string) => ({
    difference: `"${next.name}" ${difference} "${group}"`,
    sql: `ALTER GROUP ${escapeIdentifier(group)} ${verb} USER ${escapeIdentifier(next.name)}`,
    needs: aSuperuser,
  });
  return [
    ...wanted
      .filter((group) => !has.includes(group))
      .map((group) => change(group, "ADD", "is not in the group")),
    ...has
      .filter((group) => !wanted.includes(group))
      .map((group) => change(group, "DROP", "is by itself in the group")),
  ];
}

function roleSteps(current: KnownUser, next: KnownUser): Step[] {
  const of = ({ catalog }: KnownUser) =>
    catalog.roles.map(({ role_name, admin_option }) => ({ role: role_name, admin: isTrue(admin_option) }));
  const [wanted, has] = [of(current), of(next)];
  const user = escapeIdentifier(next.name);
  return [
    // First taken, since a role is granted with its option or without.
    ...has
      .filter((one) => !wanted.some(({ role, admin }) => role === one.role && (admin || !one.admin)))
      .map(({ role }) => ({
        difference: `"${next.name}" has the role "${role}" otherwise than "${current.name}"`,
        sql: `REVOKE ROLE ${escapeIdentifier(role)} FROM ${user}`,
        needs: aSuperuser,
      })),
    ...wanted
      .filter((one) => !has.some(({ role, admin }) => role === one.role && admin === one.admin))
      .map(({ role, admin }) => ({
        difference: `"${next.name}" does not have the role "${role}" as "${current.name}" has`,
        sql: `GRANT ROLE ${escapeIdentifier(role)} TO ${user}${admin ? " WITH ADMIN OPTION" : ""}`,
        needs: aSuperuser,
      })),
  ];
}
