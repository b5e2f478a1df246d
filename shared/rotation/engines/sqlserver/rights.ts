import type { Permission, Rights } from "./account.ts";
import { identifier } from "./quoting.ts";
import type { Statement } from "./statement.ts";

/** Something in which an account differs from the one that it shall be like. */
export interface Change {
  /** What it is, in words. */
  words: string;
  /** What makes it alike; absent where no statement can. */
  statement?: Statement;
}

/** Where rights are given, and how. */
export interface Place {
  /** In words, to be continued. */
  where: string;
  database: string;
  /** The login or user, quoted. */
  to: string;
  changeRole(role: string, change: "ADD" | "DROP"): string;
}

/**
 * What is to be done so that a login or user has exactly the rights of another one. Gives come before takes, so that a
 * user in use is at no moment without what it needs.
 */
export function rightsChanges(place: Place, original: Rights, present: Rights): Change[] {
  const { where, database, changeRole } = place;
  const wanted = permissionsByKey(original);
  return [
    ...original.roles
      .filter((role) => !present.roles.includes(role))
      .map((role) => ({
        words: `${where} lacks the role ${role}`,
        statement: { database, text: changeRole(role, "ADD") },
      })),
    ...[...wanted.values()].flatMap((permission) => gives(place, permission, present)),
    ...present.roles
      .filter((role) => !original.roles.includes(role))
      .map((role) => ({
        words: `${where} has the role ${role} too much`,
        statement: { database, text: changeRole(role, "DROP") },
      })),
    ...present.permissions
      .filter((permission) => !wanted.has(keyOf(permission)) && !saysWhatItsWholeSays(permission, wanted))
      .flatMap((permission) => takes(place, permission, wanted)),
    ...present.owned
      .filter((on) => !wanted.has(keyOf(control(on))))
      .map((on) => ({ words: `${where} owns ${on}` })),
  ];
}

function gives(place: Place, wanted: Permission, present: Rights): Change[] {
  const { where, database, to } = place;
  const { on, name, state } = wanted;
  if (permissionsByKey(present).get(keyOf(wanted))?.state === state) return [];
  if (on === undefined) {
    return [{ words: `${where} lacks ${name} on something that Rekey cannot give permissions on` }];
  }
  // An owner may do everything with what it owns, and is given nothing.
  if (present.owned.includes(on)) return [];
  const verb = { G: "GRANT", W: "GRANT", D: "DENY", R: "REVOKE" }[state];
  const ending = { G: `TO ${to}`, W: `TO ${to} WITH GRANT OPTION`, D: `TO ${to}`, R: `FROM ${to} CASCADE` };
  return [
    // One state turns into another reliably only by way of none.
    ...present.permissions
      .filter((permission) => keyOf(permission) === keyOf(wanted) && permission.state !== "R")
      .map((permission) => revocation(place, permission)),
    {
      words: `${where} lacks ${described(wanted)}`,
      statement: { database, text: `${verb} ${name}${onClause(wanted)} ${ending[state]}` },
    },
  ];
}

function takes(place: Place, permission: Permission, wanted: ReadonlyMap<string, Permission>): Change[] {
  const { where, database, to } = place;
  const { on, name, state } = permission;
  const words = `${where} has ${described(permission)} too much`;
  if (on === undefined) return [{ words }];
  if (state !== "R") return [revocation(place, permission)];
  // The exception of a column ends by a grant; where the whole is not granted, it ends with the whole.
  return wanted.has(keyOf({ ...permission, column: undefined }))
    ? [{ words, statement: { database, text: `GRANT ${name}${onClause(permission)} TO ${to}` } }]
    : [];
}

function revocation({ where, database, to }: Place, permission: Permission): Change {
  const { name, grantor } = permission;
  const as = grantor === undefined ? "" : ` AS ${identifier(grantor)}`;
  return {
    words: `${where} has ${described(permission)} too much`,
    statement: { database, text: `REVOKE ${name}${onClause(permission)} FROM ${to} CASCADE${as}` },
  };
}

/**
 * Several may have granted the same: what counts is a denial, else the most that was granted. What a whole is granted
 * for comes before what its columns are.
 */
function permissionsByKey({ permissions, owned }: Rights): Map<string, Permission> {
  const order = ["R", "G", "W", "D"];
  const all = [...permissions, ...owned.map(control)].sort(
    (one, other) => order.indexOf(one.state) - order.indexOf(other.state),
  );
  const strongest = new Map(all.map((permission) => [keyOf(permission), permission]));
  return new Map(
    [...strongest]
      .filter(([, permission]) => !saysWhatItsWholeSays(permission, strongest))
      .sort(([, one], [, other]) => Number(Boolean(one.column)) - Number(Boolean(other.column))),
  );
}

/**
 * A column that was granted before its table has a permission of its own that adds nothing. The server makes none where
 * the table's came first, so it can be neither copied nor missed.
 */
function saysWhatItsWholeSays(permission: Permission, among: ReadonlyMap<string, Permission>): boolean {
  if (permission.column === undefined) return false;
  return among.get(keyOf({ ...permission, column: undefined }))?.state === permission.state;
}

function control(on: string): Permission {
  return { on, column: undefined, name: "CONTROL", state: "G", grantor: undefined };
}

function keyOf({ on, column, name }: Permission): string {
  return JSON.stringify([name, on, column]);
}

function described(permission: Permission): string {
  const { name, state } = permission;
  const prefix = { G: "", W: "", D: "the denial of ", R: "the exception of " }[state];
  return `${prefix}${name}${onClause(permission)}${state === "W" ? " with grant option" : ""}`;
}

function onClause({ on, column }: Permission): string {
  if (!on) return "";
  return ` ON ${on}${column === undefined ? "" : ` (${identifier(column)})`}`;
}
