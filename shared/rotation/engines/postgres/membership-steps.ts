import pg from "pg";
import { mayGrant } from "./may-grant.ts";
import type { Membership, PairState } from "./observe-roles.ts";
import type { Step } from "./step.ts";
import type { UserPair } from "./user-pair.ts";

/** The first version in which each membership says what the member may do with it, and who granted it counts. */
const optionsSince = 160_000;

/**
 * What makes the clone a full member of the base user, and of nothing besides.
 *
 * @param takenOver whether the base user first gets the clone's other memberships
 */
export function membershipSteps(state: PairState, pair: UserPair, takenOver: boolean): Step[] {
  const memberships = state.clone?.memberships ?? [];
  const ofBase = memberships.filter(({ group }) => group === pair.base);
  const others = memberships.filter(({ group }) => group !== pair.base);
  const isMember = ofBase.some(({ inherit }) => inherit) && ofBase.some(({ set }) => set);
  return [
    ...(isMember ? [] : [joining(state, pair)]),
    ...ofBase.filter(({ admin }) => admin).map((membership) => noAdmin(state, pair, membership)),
    ...others
      .filter((membership) => takenOver && !covers(state.base.memberships, membership))
      .map((membership) => passingOn(state, pair, membership)),
    ...others.map((membership) => leaving(state, pair, membership)),
  ];
}

function joining({ version, superuser }: PairState, { base, clone }: UserPair): Step {
  const options = version >= optionsSince ? " WITH INHERIT TRUE, SET TRUE" : "";
  return {
    difference: `"${clone}" is not a full member of "${base}"`,
    sql: `GRANT ${pg.escapeIdentifier(base)} TO ${pg.escapeIdentifier(clone)}${options}`,
    needs: mayGrant(base, superuser.name),
  };
}

function noAdmin(state: PairState, { base, clone }: UserPair, membership: Membership): Step {
  return {
    difference: `"${clone}" may make others members of "${base}"`,
    sql: `REVOKE ADMIN OPTION FOR ${pg.escapeIdentifier(base)} FROM ${pg.escapeIdentifier(clone)}${grantedBy(state, membership)}`,
    needs: mayGrant(base, state.superuser.name),
  };
}

function passingOn(
  { version, superuser }: PairState,
  { base, clone }: UserPair,
  membership: Membership,
): Step {
  const { group, admin, inherit, set } = membership;
  const adminOnly = admin ? " WITH ADMIN OPTION" : "";
  const options =
    version >= optionsSince ? ` WITH ADMIN ${admin}, INHERIT ${inherit}, SET ${set}` : adminOnly;
  return {
    difference: `"${clone}" is a member of "${group}", "${base}" is not`,
    sql: `GRANT ${pg.escapeIdentifier(group)} TO ${pg.escapeIdentifier(base)}${options}`,
    needs: mayGrant(group, superuser.name),
  };
}

function leaving(state: PairState, { clone }: UserPair, membership: Membership): Step {
  const { group } = membership;
  return {
    difference: `"${clone}" is a member of "${group}" by itself`,
    sql: `REVOKE ${pg.escapeIdentifier(group)} FROM ${pg.escapeIdentifier(clone)}${grantedBy(state, membership)}`,
    needs: mayGrant(group, state.superuser.name),
  };
}

function grantedBy({ version }: PairState, { grantor }: Membership): string {
  return version >= optionsSince ? ` GRANTED BY ${pg.escapeIdentifier(grantor)}` : "";
}

/** Whether some memberships of a role give it what one of another role gives. */
function covers(memberships: readonly Membership[], { group, admin, inherit, set }: Membership): boolean {
  return memberships.some(
    (own) => own.group === group && (own.admin || !admin) && (own.inherit || !inherit) && (own.set || !set),
  );
}
