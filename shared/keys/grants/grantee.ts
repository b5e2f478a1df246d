import type { IAMClient } from "@aws-sdk/client-iam";
import { findInIam, PrincipalSyntaxError, parsePrincipal } from "../../access/index.ts";
import { UnknownPrincipalError } from "../policy/errors.ts";
import { NoRetirementError } from "./errors.ts";

/**
 * Finds out whether a user or role of the account exists, as KMS does too. Others cannot be asked about.
 *
 * @param account the one that IAM is asked in
 * @throws UnknownPrincipalError for a user or role that does not exist, and for what is no user, role, session or account
 */
export async function requirePrincipal(iam: IAMClient, account: string, arn: string): Promise<void> {
  const principal = parsed(arn);
  if (principal.kind === "service") {
    throw new UnknownPrincipalError(
      `${arn} is a service: only AWS gives grants to services. Let it in by the key policy: rekey access allow.`,
    );
  }
  if (principal.account !== account || (principal.kind !== "role" && principal.kind !== "user")) return;
  // Where IAM may not be asked, KMS itself is left to say so.
  if ((await findInIam(iam, principal)) === "none")
    throw new UnknownPrincipalError(`${arn} does not exist in ${account}: no grant was made. Check the ARN.`);
}

/**
 * Finds out whether the stack has the role that ends grants.
 *
 * @throws NoRetirementError
 */
export async function requireRetirement(iam: IAMClient, roleArn: string): Promise<void> {
  const name = roleArn.slice(roleArn.lastIndexOf("/") + 1);
  if ((await findInIam(iam, { kind: "role", name })) !== "none") return;
  throw new NoRetirementError(
    `Nothing ends grants here: there is no role ${name}. Deploy this version of Rekey, name its stage with --stage, or leave --for out.`,
  );
}

function parsed(arn: string) {
  try {
    return parsePrincipal(arn);
  } catch (cause) {
    if (!(cause instanceof PrincipalSyntaxError)) throw cause;
    throw new UnknownPrincipalError(`${cause.message} No grant was made.`, { cause });
  }
}
