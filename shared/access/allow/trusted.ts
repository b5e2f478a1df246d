import type { Principal } from "../request/principal.ts";
import { ImpossibleError } from "./errors.ts";
import type { AllowOptions } from "./plan.ts";
import type { Wanted } from "./statements.ts";

/**
 * Whom the resource's side names and whom the identity policy is written for: of a session its role.
 *
 * @throws ImpossibleError for a service or a federated user, who have no identity policy
 */
export function wantedFor(
  principal: Principal,
  { fromAccount = false }: AllowOptions,
): Wanted & { account: string } {
  if (principal.kind === "service" || principal.kind === "federatedUser") {
    throw new ImpossibleError(
      "Access is given to a user, a role or an account. A service takes the role you give it: allow that role.",
    );
  }
  const { arn, account } = principal;
  const root = `arn:${arn.split(":")[1]}:iam::${account}:root`;
  return { principal: arn, trusted: fromAccount || principal.kind === "root" ? root : arn, account };
}
