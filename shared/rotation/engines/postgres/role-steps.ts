import pg from "pg";
import { attributeSteps } from "./attribute-steps.ts";
import { membershipSteps } from "./membership-steps.ts";
import type { PairState } from "./observe-roles.ts";
import { actsAsBase, settingSteps } from "./role-settings.ts";
import type { Step } from "./step.ts";
import type { UserPair } from "./user-pair.ts";

/**
 * Whether applications use a clone that does not act as the base user yet, as AWS's templates leave it: what it may
 * do by itself is given to the base user before it is taken, so that nothing that works is lost. Once the clone acts
 * as the base user, what it may do by itself has no effect.
 */
export function isTakenOver({ base, clone }: PairState, pair: UserPair): boolean {
  return pair.current === "clone" && clone !== undefined && !actsAsBase(base.settings, clone.settings, pair);
}

/** What makes the clone a user that acts as the base user and has no right besides. */
export function roleSteps(state: PairState, pair: UserPair): Step[] {
  const takenOver = isTakenOver(state, pair);
  return [
    ...(state.clone ? [] : [creation(state, pair)]),
    ...membershipSteps(state, pair, takenOver),
    ...attributeSteps(state, pair, takenOver),
    ...settingSteps(state.base.settings, state.clone?.settings ?? [], pair),
  ];
}

function creation({ superuser }: PairState, { clone }: UserPair): Step {
  return {
    difference: `"${clone}" does not exist`,
    sql: `CREATE ROLE ${pg.escapeIdentifier(clone)} NOLOGIN`,
    needs: `ALTER ROLE ${pg.escapeIdentifier(superuser.name)} CREATEROLE`,
  };
}
