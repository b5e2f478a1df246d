import { InvalidParameterException } from "@aws-sdk/client-secrets-manager";
import type { RotationContext } from "../context.ts";
import { RotationInProgressError } from "../errors.ts";
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
