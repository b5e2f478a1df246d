import type { RotationContext } from "../context.ts";
import { AuthenticationError } from "../errors.ts";
import { logsInForGood, trySetting } from "../login.ts";
import type { RotationRequest, StepResult } from "../request.ts";
import { checkSameUser } from "../same-user.ts";
import { describe, moveLabel, readVersion } from "../versions.ts";
import { dropClaimLabel } from "./begin-rotation.ts";
import { required } from "./set-secret.ts";

/**
 * Takes a failed rotation back: the database accepts AWSCURRENT's password again, then the token's version loses
 * AWSPENDING. In this order, so that AWSPENDING names the password as long as the database may have it.
 *
 * @throws AuthenticationError if the database takes neither AWSCURRENT nor AWSPENDING; AWSPENDING stays then
 * @throws CredentialMismatchError if AWSPENDING is for another user or host than AWSCURRENT
 */
export async function undoRotation(
  context: RotationContext,
  { secretId, token }: RotationRequest,
): Promise<StepResult["outcome"]> {
  const { labels } = await describe(context, secretId);
  if (labels[token]?.includes("AWSCURRENT")) return "alreadyCurrent";
  if (!labels[token]?.includes("AWSPENDING")) {
    await dropClaimLabel(context, secretId, token);
    return "nothingToUndo";
  }
  const pending = await readVersion(context, secretId, "AWSPENDING", token);
  const { engine, credential } = await required(context, secretId, "AWSCURRENT");
  if (pending) checkSameUser(credential, pending.credential, secretId);
  if (pending && !(await logsInForGood(context, engine, credential))) {
    const restored =
      (await trySetting(context, engine, pending.credential, credential.password)) &&
      (await logsInForGood(context, engine, credential));
    if (!restored) {
      throw new AuthenticationError(
        "authentication",
        `The database at ${credential.host} takes neither AWSCURRENT nor AWSPENDING of "${credential.username}". Set the password of AWSCURRENT in the database by hand, then remove AWSPENDING from version ${token}.`,
      );
    }
  }
  await dropClaimLabel(context, secretId, token);
  await moveLabel(context, { secretId, label: "AWSPENDING", from: token });
  return "undone";
}
