import type { RotationContext } from "../context.ts";
import { PasswordRejectedError } from "../errors.ts";
import type { Outcome, RotationRequest } from "../request.ts";
import { readRun } from "../rotation-run.ts";
import { strategyOf } from "../strategies/choose.ts";
import type { Versions } from "../versions.ts";
import { giveUpRejected } from "./give-up-rejected.ts";

/**
 * Makes the system take AWSPENDING, as the secret's strategy does it.
 *
 * @throws CredentialMismatchError if AWSPENDING is for another user or host than the strategy says
 * @throws PasswordRejectedError if the system does not take the new password; the version is given up then
 * @throws AuthenticationError if no credential at hand logs in
 */
export async function setSecret(
  context: RotationContext,
  { secretId, token }: RotationRequest,
  versions: Versions,
): Promise<Outcome> {
  const run = await readRun(context, secretId, token);
  try {
    return await strategyOf(run.current, versions.strategyTag).work.set(run);
  } catch (error) {
    if (error instanceof PasswordRejectedError) await giveUpRejected(context, secretId, token);
    throw error;
  }
}
