import pg from "pg";
import { mayGrant } from "./may-grant.ts";
import type { ObjectsState, Privilege, Reach } from "./observe-objects.ts";
import type { Step } from "./step.ts";
import type { UserPair } from "./user-pair.ts";

/** A message that names more than this many objects helps nobody. */
const mostNamed = 10;

/** Who does the steps, and how. */
export interface Doer {
  name: string;
  isSuperuser: boolean;
  version: number;
  /** What the clone may do by itself is given to the base user first. */
  takenOver: boolean;
}

/**
 * What gives the clone's objects to the base user, and takes from the clone what it may do by itself.
 *
 * Both are for who has the rights of the two users. One who may grant these, as the superuser of Amazon RDS may, takes
 * them for as long as it lasts.
 */
export function objectSteps({ owned, privileges, reach }: ObjectsState, pair: UserPair, doer: Doer): Step[] {
  if (owned.length + privileges.length === 0) return [];
  const missing = doer.isSuperuser ? [] : reach.filter(({ full }) => !full);
  return [
    ...missing.map((one) => ({ sql: borrowing(one, doer), needs: mayGrant(one.role, doer.name) })),
    ...privileges
      .filter(({ owner }) => doer.takenOver && owner !== pair.base)
      .map((privilege) => giving(privilege, pair)),
    ...(owned.length > 0 ? [reassigning(owned, pair)] : []),
    ...privileges.map((privilege) => taking(privilege, pair)),
    ...missing.map((one) => ({ sql: givingBack(one, doer), needs: mayGrant(one.role, doer.name) })),
  ];
}

function reassigning(owned: readonly string[], { base, clone }: UserPair): Step {
  const statement = `REASSIGN OWNED BY ${pg.escapeIdentifier(clone)} TO ${pg.escapeIdentifier(base)}`;
  const more = owned.length > mostNamed ? ` and ${owned.length - mostNamed} more` : "";
  return {
    difference: `"${clone}" owns ${owned.slice(0, mostNamed).join(", ")}${more}`,
    sql: statement,
    needs: statement,
  };
}

function giving(privilege: Privilege, { base, clone }: UserPair): Step {
  const statement = `${privilege.prefix}GRANT ${privilege.privilege} ON ${privilege.target} TO ${pg.escapeIdentifier(base)}`;
  return {
    difference: `"${clone}" has ${words(privilege)}, "${base}" may not have it`,
    sql: `${statement}${privilege.grantable ? " WITH GRANT OPTION" : ""}`,
    needs: statement,
  };
}

function taking(privilege: Privilege, { clone }: UserPair): Step {
  const statement = `${privilege.prefix}REVOKE ${privilege.privilege} ON ${privilege.target} FROM ${pg.escapeIdentifier(clone)}`;
  return { difference: `"${clone}" has ${words(privilege)} by itself`, sql: statement, needs: statement };
}

function borrowing({ role }: Reach, { name, version }: Doer): string {
  const options = version >= 160_000 ? " WITH INHERIT TRUE, SET TRUE" : "";
  return `GRANT ${pg.escapeIdentifier(role)} TO ${pg.escapeIdentifier(name)}${options}`;
}

function givingBack({ role, granted }: Reach, { name }: Doer): string {
  const [roleSql, userSql] = [pg.escapeIdentifier(role), pg.escapeIdentifier(name)];
  if (!granted) return `REVOKE ${roleSql} FROM ${userSql}`;
  return `GRANT ${roleSql} TO ${userSql} WITH INHERIT ${granted.inherit}, SET ${granted.set}`;
}

function words({ prefix, privilege, target }: Privilege): string {
  if (!prefix) return `${privilege} on ${target}`;
  const whose = prefix.replace("ALTER DEFAULT PRIVILEGES FOR ROLE", "").trim();
  return `${privilege} on ${target} to come of ${whose}`;
}
