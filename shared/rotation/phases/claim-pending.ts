import { InvalidParameterException } from "@aws-sdk/client-secrets-manager";
import { isClaimVersion } from "../claim.ts";
import type { RotationContext } from "../context.ts";
import { RotationInProgressError } from "../errors.ts";
import { isClaimLabel } from "../labels.ts";
import { describe, moveLabel, type Versions, versionWith } from "../versions.ts";

/**
 * Moves AWSPENDING to a version. Of any number of runs at once, one gets it.
 *
 * @param from the version that has AWSPENDING now, a finished rotation's
 * @throws RotationInProgressError if another run was faster
 */
export async function claimPending(
  context: RotationContext,
  versions: Versions,
  to: string,
  from: string | undefined,
): Promise<void> {
  try {
    await moveLabel(context, { secretId: versions.arn, label: "AWSPENDING", to, from });
  } catch (error) {
    if (!(error instanceof InvalidParameterException)) throw error;
    const now = versionWith(await describe(context, versions.arn), "AWSPENDING");
    // The same run, done twice at once.
    if (now === to) return;
    throw inProgress(versions, now);
  }
}

/** What a run is told that comes second. */
export function inProgress({ arn }: Versions, versionId: string | undefined): RotationInProgressError {
  return new RotationInProgressError(
    `Secret ${arn} is being rotated already${versionId ? `: version ${versionId} has AWSPENDING` : ""}. Wait until that rotation has ended; if it died, Rekey recovers it within minutes, or at once by: rekey rotation recover ${arn}.`,
  );
}

/**
 * Does what is left of a claim whose credential is stored, where its run died before AWSPENDING was on the credential's
 * own version: it may be the only one that works.
 *
 * @returns the secret's versions as they are then
 */
export async function completeClaim(context: RotationContext, secretId: string): Promise<Versions> {
  const versions = await describe(context, secretId);
  const claim = versionWith(versions, "AWSPENDING");
  const made = claim !== undefined && isClaimVersion(claim) ? versionWith(versions, claim) : undefined;
  if (claim === undefined || made === undefined || made === claim) return versions;
  await claimPending(context, versions, made, claim);
  await dropClaimLabel(context, versions.arn, made);
  return describe(context, secretId);
}

/** Takes the claims' own labels off a version. One without labels is deprecated: Secrets Manager removes it. */
export async function dropClaimLabel(
  context: RotationContext,
  secretId: string,
  versionId: string,
): Promise<void> {
  const { labels } = await describe(context, secretId);
  for (const label of (labels[versionId] ?? []).filter(isClaimLabel)) {
    try {
      await moveLabel(context, { secretId, label, from: versionId });
    } catch (error) {
      // Another run, which begins at this moment, took the label off.
      if (!(error instanceof InvalidParameterException)) throw error;
    }
  }
}

/** Takes the labels off that runs left which died before they had AWSPENDING: while this one has it, none is in need of them. */
export async function dropStaleClaims(context: RotationContext, { arn, labels }: Versions): Promise<void> {
  for (const [versionId, own] of Object.entries(labels)) {
    if (own.some(isClaimVersion)) await dropClaimLabel(context, arn, versionId);
  }
}
