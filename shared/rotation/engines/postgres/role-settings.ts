import pg from "pg";
import type { Step } from "./step.ts";
import type { UserPair } from "./user-pair.ts";

/** A setting that a role's sessions start with: one of `ALTER ROLE … SET`. */
export interface RoleSetting {
  /** The only database in which it counts; null for all. */
  database: string | null;
  name: string;
  /** As the server keeps it: a list as one text. */
  value: string;
}

/**
 * The settings whose value is a list of names, kept with each name quoted where it has to be. The server does not
 * tell which they are; source: variable_is_guc_list_quote in PostgreSQL's src/bin/pg_dump/dumputils.c.
 */
const listsOfNames = new Set([
  "local_preload_libraries",
  "search_path",
  "session_preload_libraries",
  "shared_preload_libraries",
  "temp_tablespaces",
  "unix_socket_directories",
]);

/**
 * What makes the clone's sessions start as the base user's do, and act as the base user: what they make belongs to
 * it. Where the base user's own sessions act as yet another role, the clone's do the same.
 */
export function settingSteps(
  base: readonly RoleSetting[],
  clone: readonly RoleSetting[],
  pair: UserPair,
): Step[] {
  const wanted = wantedSettings(base, pair);
  const user = pg.escapeIdentifier(pair.clone);
  const step = (setting: RoleSetting, change: string, difference: string): Step => ({
    difference: `"${pair.clone}" ${difference}${inDatabase(setting)}, "${pair.base}" does not`,
    sql: `ALTER ROLE ${user}${setting.database === null ? "" : ` IN DATABASE ${pg.escapeIdentifier(setting.database)}`} ${change}`,
    needs: `ALTER ROLE ${user} SET or RESET ${setting.name}, as "${pair.base}" has it`,
  });
  const missing = wanted
    .filter((setting) => !clone.some((other) => same(setting, other)))
    .map((setting) => ({
      ...step(setting, `SET ${pg.escapeIdentifier(setting.name)} TO ${settingValueSql(setting)}`, ""),
      difference: missingWords(setting, pair),
    }));
  const extra = clone
    .filter((setting) => !wanted.some((other) => sameName(setting, other)))
    .map((setting) =>
      step(setting, `RESET ${pg.escapeIdentifier(setting.name)}`, `starts with a ${setting.name} of its own`),
    );
  return [...missing, ...extra];
}

/** Whether the clone's sessions act as the same role as the base user's. */
export function actsAsBase(
  base: readonly RoleSetting[],
  clone: readonly RoleSetting[],
  pair: UserPair,
): boolean {
  const roles = wantedSettings(base, pair).filter(({ name }) => name === "role");
  return roles.every((setting) => clone.some((other) => same(setting, other)));
}

function wantedSettings(base: readonly RoleSetting[], pair: UserPair): RoleSetting[] {
  const wanted = base.map((setting) =>
    setting.name === "role" && setting.value === "none" ? { ...setting, value: pair.base } : setting,
  );
  const actsAs: RoleSetting = { database: null, name: "role", value: pair.base };
  return wanted.some((setting) => sameName(setting, actsAs)) ? wanted : [actsAs, ...wanted];
}

function missingWords(setting: RoleSetting, { base, clone }: UserPair): string {
  const where = inDatabase(setting);
  if (setting.name === "role") return `the sessions of "${clone}" do not act as "${setting.value}"${where}`;
  return `"${clone}" does not start with the ${setting.name} of "${base}"${where}`;
}

function inDatabase({ database }: RoleSetting): string {
  return database === null ? "" : ` in the database "${database}"`;
}

function same(one: RoleSetting, other: RoleSetting): boolean {
  return (
    sameName(one, other) &&
    (one.value === other.value ||
      (isListOfNames(one) && JSON.stringify(namesOf(one.value)) === JSON.stringify(namesOf(other.value))))
  );
}

function sameName(one: RoleSetting, other: RoleSetting): boolean {
  return one.database === other.database && one.name.toLowerCase() === other.name.toLowerCase();
}

function isListOfNames({ name }: RoleSetting): boolean {
  return listsOfNames.has(name.toLowerCase());
}

/** A setting's value as SET takes it. */
export function settingValueSql(setting: RoleSetting): string {
  const values = isListOfNames(setting) ? namesOf(setting.value) : [setting.value];
  return values.map((value) => pg.escapeLiteral(value)).join(", ");
}

/** The names in a list as the server keeps it: `"$user", public`. */
export function namesOf(list: string): string[] {
  const names = [...list.matchAll(/\s*(?:"((?:[^"]|"")*)"|([^",\s][^",]*))\s*(?:,|$)/g)];
  return names.map(([, quoted, plain = ""]) => quoted?.replaceAll('""', '"') ?? plain.trim());
}
