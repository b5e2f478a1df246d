import { isClaimVersion } from "../claim.ts";
import type { RotationContext } from "../context.ts";
import {
  AuthenticationError,
  ChangeInProgressError,
  EngineError,
  RotationInProgressError,
} from "../errors.ts";
import { phaseReads } from "../phase-reads.ts";
import { completeClaim } from "../phases/claim-pending.ts";
import { finishSecret } from "../phases/finish-secret.ts";
import { setSecret } from "../phases/set-secret.ts";
import { testSecret } from "../phases/test-secret.ts";
import { undoRotation } from "../phases/undo-rotation.ts";
import type { Outcome } from "../request.ts";
import { required, runOf } from "../rotation-run.ts";
import { strategyOf } from "../strategies/choose.ts";
import { describe, madeAt, readVersion, versionWith } from "../versions.ts";
import { stateInWords } from "./explain.ts";
import { type RotationStatus, rotationStatus } from "./status.ts";

/** Milliseconds after which a run that claimed AWSPENDING has ended: its function's time-out, and some. */
const longestIssueMs = 90_000;

/** Milliseconds after which a change of the system is not normal any more. */
const longestChangeMs = 3_600_000;

/** What recovering found and did. */
export interface Recovery {
  found: RotationStatus;
  outcome: Outcome;
}

/**
 * Does the one safe thing for a secret whose rotation died: finishes it if the new credential works, else undoes it.
 *
 * @throws AuthenticationError if the system takes no credential of the secret; no credential is changed then
 * @throws ChangeInProgressError if the system is at work on a change, for an hour at most
 * @throws RotationInProgressError if a credential is being issued at this moment
 * @throws EngineError if the system cannot be asked
 */
export async function recoverRotation(context: RotationContext, secretId: string): Promise<Recovery> {
  try {
    return await recover(context, secretId);
  } catch (error) {
    throw error instanceof ChangeInProgressError ? await orOverdue(context, secretId, error) : error;
  }
}

async function recover(context: RotationContext, secretId: string): Promise<Recovery> {
  await completeClaim(context, secretId);
  const found = await rotationStatus(context, secretId);
  const { state, pendingVersionId: token } = found;
  if (state === "healthy") return { found, outcome: "nothingToRecover" };
  const claim = token !== undefined && isClaimVersion(token) ? token : undefined;
  if (claim) await checkDied(context, secretId, claim);
  if (state === "drifted") {
    const outcome = await setCurrentAgain(context, secretId);
    // A rotation that died before it made a value may have come on top.
    if (token) await undoRotation(context, { step: "recoverRotation", secretId, token });
    return { found, outcome };
  }
  if (state === "lockedOut" || !token) {
    // A claim holds no credential that anybody could miss, and would only stand in the way of the next rotation.
    if (claim) await undoRotation(context, { step: "recoverRotation", secretId, token: claim });
    throw new AuthenticationError(
      "authentication",
      `${stateInWords.lockedOut.meaning} ${stateInWords.lockedOut.recovery}`,
    );
  }
  const request = { step: "recoverRotation", secretId, token };
  if (state === "notSet" || state === "notCreated") {
    return { found, outcome: await undoRotation(context, request) };
  }
  const versions = await describe(context, secretId);
  // Logging in is not enough: a run may have died before the new user had its rights.
  const reads = phaseReads(context, secretId, token);
  await setSecret(context, request, versions, reads);
  await testSecret(context, request, versions, reads);
  return { found, outcome: await finishSecret(context, request, versions) };
}

/** A change that lasts too long is no longer one that needs but patience. */
async function orOverdue(
  context: RotationContext,
  secretId: string,
  error: ChangeInProgressError,
): Promise<EngineError> {
  const versions = await describe(context, secretId);
  const pending = versionWith(versions, "AWSPENDING");
  const since = pending && (await madeAt(context, versions.arn, pending));
  if (!since || Date.now() - since.getTime() <= longestChangeMs) return error;
  return new EngineError(
    "changing",
    `${error.message} It is more than an hour since the rotation began: see in the system's own console what keeps it.`,
  );
}

/** @throws RotationInProgressError if whoever claimed AWSPENDING may still be about to store what is issued */
async function checkDied(context: RotationContext, secretId: string, claim: string): Promise<void> {
  const since = await madeAt(context, secretId, claim);
  if (since === undefined || Date.now() - since.getTime() > longestIssueMs) return;
  throw new RotationInProgressError(
    `A new credential of ${secretId} is being issued by a rotation by hand. If it died, recover the secret in ${longestIssueMs / 1_000} seconds.`,
  );
}

/** The system was set back to AWSPREVIOUS: it gets AWSCURRENT again, which nobody but it has forgotten. */
async function setCurrentAgain(context: RotationContext, secretId: string): Promise<Outcome> {
  const { arn, strategyTag } = await describe(context, secretId);
  const current = await required(context, arn, "AWSCURRENT");
  const previous = await readVersion(context, arn, "AWSPREVIOUS");
  if (!previous) return "nothingToRecover";
  const run = runOf(context, arn, "AWSCURRENT", previous, current);
  const { work } = strategyOf(current, strategyTag);
  await work.set(run);
  await work.test({ ...run, current: async () => run.current });
  return "setAgain";
}
