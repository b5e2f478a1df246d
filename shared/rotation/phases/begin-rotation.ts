import { InvalidParameterException } from "@aws-sdk/client-secrets-manager";
import type { RotationContext } from "../context.ts";
import { checkEnabled } from "../guard.ts";
import { claimLabel } from "../labels.ts";
import type { Outcome, RotationRequest } from "../request.ts";
import { required } from "../rotation-run.ts";
import { describe, moveLabel, putVersion, readText, versionWith } from "../versions.ts";
import { claimPending, inProgress } from "./claim-pending.ts";
import { nextValue } from "./next-value.ts";

/**
 * Makes a new version and claims AWSPENDING for it, as RotateSecret does for Secrets Manager's own rotations.
 * Of any number of runs at once, one gets the label.
 *
 * @throws RotationInProgressError if another version that is not AWSCURRENT has AWSPENDING; nothing is changed then
 */
export async function beginRotation(
  context: RotationContext,
  { secretId, token }: RotationRequest,
): Promise<Outcome> {
  const versions = await describe(context, secretId);
  checkEnabled(versions);
  const claimed = versionWith(versions, "AWSPENDING");
  if (claimed !== token) {
    if (claimed && claimed !== versionWith(versions, "AWSCURRENT")) throw inProgress(versions, claimed);
    if ((await readText(context, secretId, token)) === undefined) {
      const current = await required(context, secretId, "AWSCURRENT");
      const value = await nextValue(context, versions, current, token);
      await putVersion(context, { secretId, versionId: token, value, label: claimLabel });
    }
    try {
      await claimPending(context, versions, token, claimed);
    } finally {
      await dropClaimLabel(context, versions.arn, token);
    }
    return "claimed";
  }
  await dropClaimLabel(context, versions.arn, token);
  return "alreadyClaimed";
}

/** Takes the claim's own label off a version, if it is there. One without labels is deprecated: Secrets Manager removes it. */
export async function dropClaimLabel(
  context: RotationContext,
  secretId: string,
  token: string,
): Promise<void> {
  const { labels } = await describe(context, secretId);
  if (!labels[token]?.includes(claimLabel)) return;
  try {
    await moveLabel(context, { secretId, label: claimLabel, from: token });
  } catch (error) {
    // Another run, which begins at this moment, took the label off.
    if (!(error instanceof InvalidParameterException)) throw error;
  }
}
