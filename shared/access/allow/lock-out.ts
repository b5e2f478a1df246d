import type { KnownKey } from "../collect/key.ts";
import type { KnownSecret } from "../collect/secret.ts";
import { decide } from "../decision/decide.ts";
import type { LayerPolicies } from "../decision/layers.ts";
import { knownPolicies } from "../known-policies.ts";
import { allowsEverything } from "../lint/both-sides.ts";
import { accountOf, parsePrincipal, principalName } from "../request/principal.ts";
import { principalsNamed } from "../who-can.ts";

/**
 * Principals that could change a resource's policy and no longer could, as far as this policy says: the account's root,
 * and whom the old policy names.
 */
export function lockedOut({ resource, policy }: KnownKey | KnownSecret, after: LayerPolicies): string[] {
  // What nobody could read cannot be written either.
  if (policy === "notLookedAt") return [];
  const root = { principal: parsePrincipal(resource.account), identity: [], boundary: "none" } as const;
  const named = principalsNamed({ policy }, []).filter(
    ({ principal }) => accountOf(principal) === resource.account,
  );
  const action = resource.kind === "key" ? "kms:PutKeyPolicy" : "secretsmanager:PutResourcePolicy";
  const may = (who: Pick<typeof root, "principal">, by: LayerPolicies) =>
    decide(
      { principal: who.principal, action, resource },
      knownPolicies(
        { principal: who.principal, identity: [allowsEverything], boundary: "none" },
        { policy: by },
      ),
    ).outcome;
  return [root, ...named]
    .filter((who) => may(who, policy) !== "denied" && may(who, after) === "denied")
    .map(({ principal }) => principalName(principal));
}
