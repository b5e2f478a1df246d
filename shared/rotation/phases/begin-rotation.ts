import { InvalidParameterException } from "@aws-sdk/client-secrets-manager";
import type { RotationContext } from "../context.ts";
import { RotationInProgressError } from "../errors.ts";
import { checkEnabled } from "../guard.ts";
import type { RotationRequest, StepResult } from "../request.ts";
import { describe, hasValue, moveLabel, putVersion, type Versions, versionWith } from "../versions.ts";
import { newValue } from "./new-value.ts";

/** Holds the new version until it has AWSPENDING; PutSecretValue would move AWSPENDING itself without asking. */
const claimLabel = "REKEYCLAIM";

/**
 * Makes a new version and claims AWSPENDING for it, as RotateSecret does for Secrets Manager's own rotations.
 * Of any number of runs at once, one gets the label.
 *
 * @throws RotationInProgressError if another version that is not AWSCURRENT has AWSPENDING; nothing is changed then
 */
export async function beginRotation(
  context: RotationContext,
  { secretId, token }: RotationRequest,
): Promise<StepResult["outcome"]> {
  const versions = await describe(context, secretId);
  checkEnabled(versions);
  const claimed = versionWith(versions, "AWSPENDING");
  const current = versionWith(versions, "AWSCURRENT");
  if (claimed !== token) {
    if (claimed && claimed !== current) throw inProgress(versions, claimed);
    if (!(await hasValue(context, secretId, token))) {
      const value = await newValue(context, secretId);
      await putVersion(context, { secretId, versionId: token, value, label: claimLabel });
    }
    await claim(context, versions, token, claimed);
  }
  await dropClaimLabel(context, versions.arn, token);
  return claimed === token ? "alreadyClaimed" : "claimed";
}

async function claim(context: RotationContext, versions: Versions, token: string, from: string | undefined) {
  try {
    await moveLabel(context, { secretId: versions.arn, label: "AWSPENDING", to: token, from });
  } catch (error) {
    if (!(error instanceof InvalidParameterException)) throw error;
    const now = versionWith(await describe(context, versions.arn), "AWSPENDING");
    // The same run, done twice at once.
    if (now === token) return;
    await dropClaimLabel(context, versions.arn, token);
    throw inProgress(versions, now);
  }
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

function inProgress({ arn }: Versions, versionId: string | undefined): RotationInProgressError {
  return new RotationInProgressError(
    `Secret ${arn} is being rotated already${versionId ? `: version ${versionId} has AWSPENDING` : ""}. Wait until that rotation has ended; if it died, remove the label from the version (aws secretsmanager update-secret-version-stage --version-stage AWSPENDING --remove-from-version-id …) once AWSCURRENT is known to log in.`,
  );
}
