import type { RotationContext } from "../context.ts";
import { NoPreviousVersionError } from "../errors.ts";
import { checkEnabled } from "../guard.ts";
import { retiredLabel } from "../labels.ts";
import type { Outcome } from "../request.ts";
import { required } from "../rotation-run.ts";
import { describe, versionWith } from "../versions.ts";
import { claimPending, inProgress } from "./claim-pending.ts";

/**
 * Begins the way back: AWSPREVIOUS gets AWSPENDING, and the phases that follow set, test and promote it like any
 * new version. So a rollback that dies is recovered like any rotation.
 *
 * @returns the id of the version that becomes AWSCURRENT
 * @throws NoPreviousVersionError if there is none, or its credential was retired
 * @throws RotationInProgressError if a rotation is under way
 */
export async function beginRollback(
  context: RotationContext,
  secretId: string,
): Promise<{ versionId: string; outcome: Outcome }> {
  const versions = await describe(context, secretId);
  checkEnabled(versions);
  const previous = versionWith(versions, "AWSPREVIOUS");
  if (!previous) {
    throw new NoPreviousVersionError(`Secret ${versions.arn} has no AWSPREVIOUS: it has never been rotated.`);
  }
  if (versions.labels[previous]?.includes(retiredLabel)) {
    throw new NoPreviousVersionError(
      `The credential of AWSPREVIOUS of ${versions.arn} was retired and works no more. Rotate instead.`,
    );
  }
  const current = await required(context, versions.arn, "AWSCURRENT");
  if (current.engine.singleUser?.isForwardOnly?.(current.credential)) {
    throw new NoPreviousVersionError(
      `The credential of AWSPREVIOUS of ${versions.arn} ended when the next one was made. Rotate instead.`,
    );
  }
  const claimed = versionWith(versions, "AWSPENDING");
  if (claimed === previous) return { versionId: previous, outcome: "alreadyClaimed" };
  if (claimed && claimed !== versionWith(versions, "AWSCURRENT")) {
    throw inProgress(versions, claimed);
  }
  await claimPending(context, versions, previous, claimed);
  return { versionId: previous, outcome: "claimed" };
}
