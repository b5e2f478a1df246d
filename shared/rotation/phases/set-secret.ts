import type { RotationContext } from "../context.ts";
import { ChangeInProgressError, PasswordRejectedError } from "../errors.ts";
import { changingLabel } from "../labels.ts";
import type { PhaseReads } from "../phase-reads.ts";
import type { Outcome, RotationRequest } from "../request.ts";
import { logsIn, runOf } from "../rotation-run.ts";
import { strategyOf } from "../strategies/choose.ts";
import { moveLabel, type Versions, versionWith } from "../versions.ts";
import { giveUpRejected } from "./give-up-rejected.ts";

/**
 * Makes the system take AWSPENDING, as the secret's strategy does it. A change that takes longer than the phase is begun
 * once: the version is marked, and a repetition asks whether it has ended.
 *
 * @throws CredentialMismatchError if AWSPENDING is for another user or host than the strategy says
 * @throws PasswordRejectedError if the system does not take the new password; the version is given up then
 * @throws ChangeInProgressError if the system is at work on the change; the phase is to be repeated then
 * @throws AuthenticationError if no credential at hand logs in
 */
export async function setSecret(
  context: RotationContext,
  { secretId, token }: RotationRequest,
  versions: Versions,
  reads: PhaseReads,
): Promise<Outcome> {
  const run = runOf(context, secretId, token, await reads.current(), await reads.pending());
  const isBegun = versions.labels[token]?.includes(changingLabel);
  // A refusal says that somebody has changed it back since.
  if (isBegun && (await logsIn(context, run.pending))) return "alreadySet";
  try {
    return await strategyOf(run.current, versions.strategyTag).work.set(run);
  } catch (error) {
    if (error instanceof PasswordRejectedError) await giveUpRejected(context, secretId, token);
    if (error instanceof ChangeInProgressError && error.isOwn) {
      const from = versionWith(versions, changingLabel);
      await moveLabel(context, { secretId, label: changingLabel, to: token, from });
    }
    throw error;
  }
}

/** Takes the mark of a change that was begun off a version: it has ended, or is about to be taken back. */
export async function forgetChange(
  context: RotationContext,
  { arn, labels }: Versions,
  versionId: string,
): Promise<void> {
  if (!labels[versionId]?.includes(changingLabel)) return;
  await moveLabel(context, { secretId: arn, label: changingLabel, from: versionId });
}
