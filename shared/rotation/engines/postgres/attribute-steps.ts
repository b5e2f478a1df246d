import pg from "pg";
import { mayGrant } from "./may-grant.ts";
import type { PairState, RoleState } from "./observe-roles.ts";
import type { Step } from "./step.ts";
import type { UserPair } from "./user-pair.ts";

/** Rights of a role that its members do not have, and that a session has which acts as the role. */
const rights = ["superuser", "createdb", "createrole", "bypassrls"] as const;

/**
 * What makes the clone log in under the base user's conditions, and takes from it the rights that it has by acting as
 * the base user.
 *
 * @param takenOver whether the base user first gets the clone's rights
 */
export function attributeSteps(
  { base, superuser, ...state }: PairState,
  pair: UserPair,
  takenOver: boolean,
): Step[] {
  const clone = state.clone ?? asCreated;
  const alter = (username: string, change: string, difference: string): Step => ({
    difference,
    sql: `ALTER ROLE ${pg.escapeIdentifier(username)} ${change}`,
    needs: mayGrant(username, superuser.name),
  });
  const steps: Step[] = [];
  for (const right of rights.filter((one) => clone[one])) {
    const name = right.toUpperCase();
    if (takenOver && !base[right]) {
      steps.push(alter(pair.base, name, `"${pair.clone}" has ${name}, "${pair.base}" does not`));
    }
    steps.push(alter(pair.clone, `NO${name}`, `"${pair.clone}" has ${name} by itself`));
  }
  // Checked when a session starts, before it acts as the base user.
  if (clone.replication !== base.replication) {
    const change = base.replication ? "REPLICATION" : "NOREPLICATION";
    steps.push(alter(pair.clone, change, `only one of "${pair.clone}" and "${pair.base}" has REPLICATION`));
  }
  if (!clone.inherit) {
    steps.push(alter(pair.clone, "INHERIT", `"${pair.clone}" does not inherit the rights of "${pair.base}"`));
  }
  if (clone.connectionLimit !== base.connectionLimit) {
    steps.push(
      alter(
        pair.clone,
        `CONNECTION LIMIT ${base.connectionLimit}`,
        `the connection limit of "${pair.clone}" is ${limitOf(clone)}, that of "${pair.base}" ${limitOf(base)}`,
      ),
    );
  }
  if (clone.validUntil !== base.validUntil) {
    // The user that applications use must not expire sooner than it would have.
    const stays = pair.current === "clone" && clone.validUntilSeconds > base.validUntilSeconds;
    steps.push(
      alter(
        stays ? pair.base : pair.clone,
        `VALID UNTIL ${pg.escapeLiteral(stays ? clone.validUntil : base.validUntil)}`,
        `the password of "${pair.clone}" is valid until ${clone.validUntil}, that of "${pair.base}" until ${base.validUntil}`,
      ),
    );
  }
  return steps;
}

/** A role as CREATE ROLE makes it. */
const asCreated: Omit<RoleState, "oid" | "login" | "memberships" | "settings"> = {
  superuser: false,
  createdb: false,
  createrole: false,
  bypassrls: false,
  replication: false,
  inherit: true,
  connectionLimit: -1,
  validUntil: "infinity",
  validUntilSeconds: Number.POSITIVE_INFINITY,
};

function limitOf({ connectionLimit }: Pick<RoleState, "connectionLimit">): string {
  return connectionLimit < 0 ? "none" : String(connectionLimit);
}
