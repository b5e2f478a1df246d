import { claimVersionOf } from "../claim.ts";
import type { RotationContext } from "../context.ts";
import type { Outcome, RotationRequest } from "../request.ts";
import { logsIn, required, runOf } from "../rotation-run.ts";
import { strategyOf } from "../strategies/choose.ts";
import { moveLabel, readVersion } from "../versions.ts";
import { completeClaim, dropClaimLabel } from "./claim-pending.ts";
import { finishSecret } from "./finish-secret.ts";
import { forgetChange } from "./set-secret.ts";

/**
 * Takes a failed rotation back: the system accepts AWSCURRENT again, then the token's version loses AWSPENDING. In
 * this order, so that AWSPENDING names the credential as long as the system may have it. Where there is no way back,
 * since making the new credential ended the old one, it is finished instead.
 *
 * @throws AuthenticationError if the system takes neither AWSCURRENT nor AWSPENDING; AWSPENDING stays then
 * @throws CredentialMismatchError if AWSPENDING is for another user or host than the strategy says
 */
export async function undoRotation(
  context: RotationContext,
  { secretId, token }: RotationRequest,
): Promise<Outcome> {
  const versions = await completeClaim(context, secretId);
  const { labels, strategyTag } = versions;
  if (labels[token]?.includes("AWSCURRENT")) return "alreadyCurrent";
  const claim = claimVersionOf(token);
  if (labels[claim]?.includes("AWSPENDING")) return dropPending(context, secretId, claim);
  if (!labels[token]?.includes("AWSPENDING")) {
    await dropClaimLabel(context, secretId, token);
    return "nothingToUndo";
  }
  const pending = await readVersion(context, secretId, "AWSPENDING", token);
  if (pending) {
    const current = await required(context, secretId, "AWSCURRENT");
    const noWayBack = current.engine.singleUser?.isForwardOnly?.(current.credential) === true;
    if (noWayBack && (await logsIn(context, pending))) {
      return finishSecret(context, { step: "finishSecret", secretId, token }, versions);
    }
    // First, or whoever came in between would take the change for one that has ended.
    await forgetChange(context, versions, token);
    await strategyOf(current, strategyTag).work.undo(runOf(context, secretId, token, current, pending));
  }
  return dropPending(context, secretId, token);
}

async function dropPending(context: RotationContext, secretId: string, versionId: string): Promise<Outcome> {
  await dropClaimLabel(context, secretId, versionId);
  await moveLabel(context, { secretId, label: "AWSPENDING", from: versionId });
  return "undone";
}
