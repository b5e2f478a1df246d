import type { IAMClient } from "@aws-sdk/client-iam";
import { findInIam, type Principal, PrincipalSyntaxError, parsePrincipal } from "../../access/index.ts";
import { KeyRoleError, UnknownPrincipalError } from "../policy/errors.ts";
import type { KeyPlace } from "../policy/roles.ts";

/** A principal that a key policy is to name. */
export interface FoundPrincipal {
  arn: string;
  /** Whether IAM was seen to have it: nobody can look into another account. */
  seen: boolean;
}

/**
 * Finds the principal that a name means, and that it exists.
 *
 * @param name of a role of the key's account; or the ARN of a role, a user or an account's root; or a 12-digit account
 * @throws UnknownPrincipalError if IAM has no such role or user; KeyRoleError if it names no principal
 */
export async function findPrincipal(iam: IAMClient, name: string, place: KeyPlace): Promise<FoundPrincipal> {
  const principal = parse(name, place);
  const { kind } = principal;
  const isOwn = kind !== "service" && principal.account === place.account;
  // What no policy may name is refused when the policy is made.
  if (kind === "service" || kind === "federatedUser") return { arn: name, seen: false };
  if (kind === "root") return { arn: principal.arn, seen: isOwn };
  if (kind === "role" && principal.session) return { arn: name, seen: false };
  if (!isOwn) return { arn: principal.arn, seen: false };
  const found = await findInIam(iam, principal);
  if (found === "notLookedAt") return { arn: principal.arn, seen: false };
  if (found === "none") {
    throw new UnknownPrincipalError(
      `The ${kind} ${name} does not exist, and KMS takes no policy that names it. Make it first, or correct the name.`,
    );
  }
  const { arn } = found;
  if (name.startsWith("arn:") && arn !== name) {
    throw new UnknownPrincipalError(`${name} does not exist: the ${kind} of that name is ${arn}.`);
  }
  return { arn, seen: true };
}

function parse(name: string, { partition, account }: KeyPlace): Principal {
  const isRoleName = /^[\w+=,.@/-]+$/.test(name) && !/^\d{12}$/.test(name) && !/\.amazonaws\.com/.test(name);
  try {
    return parsePrincipal(isRoleName ? `arn:${partition}:iam::${account}:role/${name}` : name);
  } catch (error) {
    if (!(error instanceof PrincipalSyntaxError)) throw error;
    throw new KeyRoleError(error.message, { cause: error });
  }
}
