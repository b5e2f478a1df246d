import pg, { type Client } from "pg";
import { checkMayChange, missing } from "./check-privilege.ts";
import { mayGrant } from "./may-grant.ts";
import { type Actor, observeTarget } from "./observe-rights.ts";
import type { PairState } from "./observe-roles.ts";
import { roleSteps } from "./role-steps.ts";
import type { UserPair } from "./user-pair.ts";

/**
 * Whether a superuser may bring two users to the state that the next rotation wants, as far as roles go: what is
 * granted on objects is known to be grantable only when it is granted.
 *
 * @throws EngineError that says what is missing
 */
export async function checkReconcile(
  client: Client,
  actor: Actor,
  state: PairState,
  pair: UserPair,
): Promise<void> {
  if (actor.superuser) return;
  const { base, clone } = state;
  // A clone that is not there yet is its maker's.
  const next = pair.current === "base" ? pair.clone : pair.base;
  const needs = roleSteps(state, pair).map((step) => step.needs);
  const changed = [pair.base, pair.clone].filter(
    (name) => name === next || needs.includes(mayGrant(name, actor.name)),
  );
  for (const name of changed) {
    const target = await observeTarget(client, name);
    if (target) checkMayChange(actor, target);
  }
  if (!actor.createrole) {
    throw missing(
      `"${actor.name}" may make and change no users. Run: ALTER ROLE ${pg.escapeIdentifier(actor.name)} CREATEROLE.`,
    );
  }
  if (base.replication !== (clone?.replication ?? false) && !actor.replication) {
    throw missing(
      `Only one of "${pair.base}" and "${pair.clone}" has REPLICATION, and "${actor.name}" may not change that. Use a superuser that has it.`,
    );
  }
}
