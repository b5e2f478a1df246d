import { escapeIdentifier } from "pg";
import type { Step } from "../postgres/step.ts";
import { aSuperuser } from "./a-superuser.ts";
import type { DefaultRow, UserCatalog } from "./catalog.ts";
import {
  defaultPrefix,
  defaultTypes,
  type Grant,
  grantSql,
  grantsOf,
  ofDefault,
  ownedOf,
  revokeSql,
  samePrivilege,
} from "./grants.ts";

/** A user, and what the catalog says of it. */
export interface KnownUser {
  name: string;
  catalog: UserCatalog;
}

/**
 * What gives the next user the current one's privileges and takes what it has beyond them. What one of the two owns
 * the other gets all privileges on; nothing is taken from the current user.
 */
export function grantSteps(current: KnownUser, next: KnownUser): Step[] {
  return [
    ...sharing(current, next),
    ...sharing(next, current),
    ...copying(current, next),
    ...sharingToCome(current, next),
    ...sharingToCome(next, current),
    ...copyingToCome(current, next),
  ];
}

/** All privileges on what one user owns, for the other. */
function sharing(owner: KnownUser, other: KnownUser): Step[] {
  const has = grantsOf(other.catalog);
  return ownedOf(owner.catalog)
    .filter(({ on, privileges }) =>
      privileges.some((privilege) => !has.some((grant) => grant.on === on && grant.privilege === privilege)),
    )
    .map(({ on }) => ({
      difference: `"${owner.name}" owns ${on.slice(3)}, "${other.name}" may not do everything with it`,
      sql: `GRANT ALL ${on} TO ${escapeIdentifier(other.name)} WITH GRANT OPTION`,
      needs: aSuperuser,
    }));
}

/** The privileges on what neither owns. */
function copying(current: KnownUser, next: KnownUser): Step[] {
  const owned = new Set([...ownedOf(current.catalog), ...ownedOf(next.catalog)].map(({ on }) => on));
  const ofOthers = ({ catalog }: KnownUser) => grantsOf(catalog).filter(({ on }) => !owned.has(on));
  return alike(ofOthers(current), ofOthers(next), current.name, next.name, escapeIdentifier(next.name));
}

/** All privileges on what one user will make, for the other. */
function sharingToCome(owner: KnownUser, other: KnownUser): Step[] {
  const has = owner.catalog.defaults
    .filter((row) => row.owner_name === owner.name && isFor(row, other.name))
    .flatMap((row) => ofDefault(row, owner.name) ?? []);
  const prefix = defaultPrefix(owner.name);
  return Object.values(defaultTypes)
    .filter(({ plural, privileges }) =>
      privileges.some(
        (privilege) =>
          !has.some((grant) =>
            samePrivilege(grant, { prefix, privilege, on: `ON ${plural}`, grantable: true }),
          ),
      ),
    )
    .map(({ plural }) => ({
      difference: `"${other.name}" will not get all privileges on ${plural} that "${owner.name}" makes`,
      sql: `${prefix}GRANT ALL ON ${plural} TO ${escapeIdentifier(other.name)} WITH GRANT OPTION`,
      needs: aSuperuser,
    }));
}

/** What others will be granted on what the users make, and the users on what others make. */
function copyingToCome(current: KnownUser, next: KnownUser): Step[] {
  const both = [current.name, next.name];
  const byOthers = ({ name, catalog }: KnownUser) =>
    catalog.defaults
      .filter((row) => !both.includes(row.owner_name) && isFor(row, name))
      .flatMap((row) => ofDefault(row, row.owner_name) ?? []);
  const steps = alike(
    byOthers(current),
    byOthers(next),
    current.name,
    next.name,
    escapeIdentifier(next.name),
  );

  const forOthers = ({ name, catalog }: KnownUser) =>
    catalog.defaults.filter((row) => row.owner_name === name && !both.some((one) => isFor(row, one)));
  const grantees = new Set([...forOthers(current), ...forOthers(next)].map(granteeSql));
  for (const grantee of grantees) {
    // Written as for one owner, so that they can be compared.
    const of = (user: KnownUser) =>
      forOthers(user)
        .filter((row) => granteeSql(row) === grantee)
        .flatMap((row) => ofDefault(row, next.name) ?? []);
    steps.push(...alike(of(current), of(next), current.name, next.name, grantee));
  }
  return steps;
}

function alike(wanted: Grant[], has: Grant[], current: string, next: string, grantee: string): Step[] {
  const given = wanted
    .filter((one) => !has.some((other) => samePrivilege(one, other) && (other.grantable || !one.grantable)))
    .map((grant) => ({
      difference: `"${next}" lacks ${words(grant)}, which "${current}" has`,
      sql: grantSql(grant, grantee),
      needs: aSuperuser,
    }));
  const taken = has.flatMap((grant) => {
    const same = wanted.find((other) => samePrivilege(grant, other));
    if (same && (same.grantable || !grant.grantable)) return [];
    return {
      difference: `"${next}" has ${words(grant)}${same ? " to pass on" : ""}, which "${current}" has not`,
      sql: revokeSql(grant, grantee, same !== undefined),
      needs: aSuperuser,
    };
  });
  return [...given, ...taken];
}

function words({ prefix, privilege, on }: Grant): string {
  const toCome = prefix ? ` to come ${prefix.slice("ALTER DEFAULT PRIVILEGES ".length).trim()}` : "";
  return `${privilege} ${on}${toCome}`;
}

function isFor(row: DefaultRow, username: string): boolean {
  return row.grantee_type === "user" && row.grantee_name === username;
}

function granteeSql({ grantee_type, grantee_name }: DefaultRow): string {
  if (grantee_type === "public" || grantee_name === null) return "PUBLIC";
  const name = escapeIdentifier(grantee_name);
  return grantee_type === "user" ? name : `${grantee_type.toUpperCase()} ${name}`;
}
