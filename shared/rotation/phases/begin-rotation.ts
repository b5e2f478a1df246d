import { claimVersionOf } from "../claim.ts";
import type { RotationContext } from "../context.ts";
import { checkEnabled } from "../guard.ts";
import { claimLabel } from "../labels.ts";
import type { Outcome, RotationRequest } from "../request.ts";
import { required } from "../rotation-run.ts";
import { describe, moveLabel, putVersion, readText, type Versions, versionWith } from "../versions.ts";
import { claimPending, dropClaimLabel, inProgress } from "./claim-pending.ts";
import { checkRoom } from "./make-room.ts";
import { nextValue } from "./next-value.ts";

/**
 * Makes a new version and claims AWSPENDING for it, as RotateSecret does for Secrets Manager's own rotations.
 * Of any number of runs at once, one gets the label. Where the system issues the credential itself, the label is
 * claimed before it is asked, so that no loser's credential is left there, or ends the winner's.
 *
 * @throws RotationInProgressError if another version that is not AWSCURRENT has AWSPENDING; nothing is changed then
 * @throws CredentialHeldError if the system has no room for a new credential; nothing is changed then
 */
export async function beginRotation(
  context: RotationContext,
  { secretId, token }: RotationRequest,
): Promise<Outcome> {
  const versions = await describe(context, secretId);
  checkEnabled(versions);
  const holder = versionWith(versions, "AWSPENDING");
  if (holder === token) {
    await dropClaimLabel(context, versions.arn, token);
    return "alreadyClaimed";
  }
  const isFree = holder === undefined || holder === versionWith(versions, "AWSCURRENT");
  if (!isFree && holder !== claimVersionOf(token)) throw inProgress(versions, holder);
  const isMade = (await readText(context, secretId, token)) !== undefined;
  const from = isMade ? holder : await makeVersion(context, versions, token, holder);
  try {
    await claimPending(context, versions, token, from);
  } finally {
    await dropClaimLabel(context, versions.arn, token);
  }
  return "claimed";
}

/** Makes the token's version, and returns the version that has AWSPENDING then. */
async function makeVersion(
  context: RotationContext,
  versions: Versions,
  token: string,
  holder: string | undefined,
): Promise<string | undefined> {
  const secretId = versions.arn;
  const current = await required(context, secretId, "AWSCURRENT");
  await checkRoom(context, versions, current);
  const make = async (label: string) => {
    const value = await nextValue(context, versions, current, token);
    await putVersion(context, { secretId, versionId: token, value, label });
  };
  if (!current.engine.issues) {
    await make(claimLabel);
    return holder;
  }
  const claim = claimVersionOf(token);
  if (holder !== claim) {
    await putVersion(context, {
      secretId,
      versionId: claim,
      value: { claimedFor: token },
      label: claim,
    });
    await claimPending(context, versions, claim, holder).catch(async (error: unknown) => {
      await dropClaimLabel(context, secretId, claim);
      throw error;
    });
  }
  try {
    await make(claim);
  } catch (error) {
    // What failed is the news; a claim that cannot be given back is dropped by whoever recovers the rotation.
    await giveBack(context, secretId, claim, holder).catch(() => {});
    throw error;
  }
  return claim;
}

/** Moves AWSPENDING back to where it was, or takes it off. */
async function giveBack(
  context: RotationContext,
  secretId: string,
  claim: string,
  holder: string | undefined,
): Promise<void> {
  const to = holder === claim ? undefined : holder;
  await moveLabel(context, { secretId, label: "AWSPENDING", from: claim, to });
  await dropClaimLabel(context, secretId, claim);
}
