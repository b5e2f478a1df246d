import { decide, knownPolicies, parsePolicy, parsePrincipal, parseResource } from "../../access/index.ts";
import { LockOutError } from "./errors.ts";
import type { KeyPlace } from "./roles.ts";

/**
 * Refuses a key policy with no way back in: the account's root and every administrator must be able to change it by the
 * key policy alone. A key whose policy nobody can change is lost: only AWS Support helps.
 *
 * @param policy as JSON
 * @throws LockOutError; PolicySyntaxError if it is no policy document
 */
export function checkWayBackIn(policy: string, place: KeyPlace, administrators: readonly string[]): void {
  const { partition, account, region } = place;
  const root = `arn:${partition}:iam::${account}:root`;
  const resource = parseResource(`arn:${partition}:kms:${region}:${account}:key/this`);
  const document = { name: "key policy", document: parsePolicy(policy) };
  const lost = [root, ...administrators].filter((arn) => {
    const principal = parsePrincipal(arn);
    const known = knownPolicies({ principal, identity: [], boundary: "none" }, { policy: [document] });
    return decide({ principal, action: "kms:PutKeyPolicy", resource }, known).outcome !== "allowed";
  });
  if (lost.length > 0) {
    throw new LockOutError(
      `With this key policy ${lost.join(", ")} could not change it any more. Let them have kms:PutKeyPolicy, without a condition.`,
    );
  }
}
