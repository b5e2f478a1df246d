import type { RotationContext } from "../context.ts";
import { AuthenticationError, InvalidSecretError } from "../errors.ts";
import { logsIn, trySetting } from "../login.ts";
import type { RotationRequest, StepResult } from "../request.ts";
import { checkSameUser, sameUser } from "../same-user.ts";
import type { ParsedSecret } from "../secret.ts";
import { readVersion } from "../versions.ts";

/**
 * Makes the database take AWSPENDING's password. The credential that should work is tried first, so that the
 * usual run has no refused login, which databases count and lock users for.
 *
 * @throws CredentialMismatchError if AWSPENDING is for another user or host than AWSCURRENT
 * @throws AuthenticationError if the database takes neither AWSCURRENT, AWSPENDING nor AWSPREVIOUS
 */
export async function setSecret(
  context: RotationContext,
  { secretId, token }: RotationRequest,
): Promise<StepResult["outcome"]> {
  const current = await required(context, secretId, "AWSCURRENT");
  const pending = await required(context, secretId, "AWSPENDING", token);
  checkSameUser(current.credential, pending.credential, secretId);
  const { engine } = current;
  if (await trySetting(context, engine, current.credential, pending.credential.password)) return "set";
  if (await logsIn(context, engine, pending.credential)) return "alreadySet";
  const previous = await readVersion(context, secretId, "AWSPREVIOUS").catch(ignoreInvalid);
  if (
    previous &&
    sameUser(previous.credential, pending.credential) &&
    (await trySetting(
      context,
      engine,
      { ...previous.credential, tls: current.credential.tls },
      pending.credential.password,
    ))
  ) {
    return "setFromPrevious";
  }
  throw new AuthenticationError(
    "authentication",
    `The database at ${current.credential.host} takes neither AWSCURRENT nor AWSPENDING nor AWSPREVIOUS of "${current.credential.username}". Set the password of AWSCURRENT in the database by hand, then rotate again.`,
  );
}

/** Reads a version that the protocol says must be there. */
export async function required(
  context: RotationContext,
  secretId: string,
  label: "AWSCURRENT" | "AWSPENDING",
  versionId?: string,
): Promise<ParsedSecret> {
  const version = await readVersion(context, secretId, label, versionId);
  if (version) return version;
  throw new InvalidSecretError(
    "SecretString",
    `Secret ${secretId} has no ${label} value. Run the phase createSecret first, or store the credentials.`,
  );
}

/** AWSPREVIOUS is only a last resort: one that cannot be read is as good as none. */
function ignoreInvalid(error: unknown): undefined {
  if (error instanceof InvalidSecretError) return undefined;
  throw error;
}
