import { LockOutError, UnknownPrincipalError } from "../policy/errors.ts";

/**
 * What KMS means by refusing a key policy, which it does with one error for all reasons.
 *
 * @param unseen principals of the policy that nobody saw to exist; if it is one of these, it is named
 */
export function asPolicyRefusal(error: unknown, unseen: readonly string[]): unknown {
  if (!(error instanceof Error) || error.name !== "MalformedPolicyDocumentException") return error;
  if (/principal/i.test(error.message)) {
    const who = unseen.length === 0 ? "a principal that the key policy names" : unseen.join(" or ");
    return new UnknownPrincipalError(
      `KMS does not know ${who}: ${error.message} A role that was made just now is known in a minute.`,
      { cause: error },
    );
  }
  if (/update the key policy/i.test(error.message)) {
    return new LockOutError(
      `KMS refuses a key policy that you yourself could not change: ${error.message} Name your own role as an administrator, or let its identity policy allow kms:PutKeyPolicy.`,
      { cause: error },
    );
  }
  return error;
}
