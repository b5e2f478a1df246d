import type { RotationContext } from "./context.ts";
import { UnknownStepError } from "./errors.ts";
import { checkVersion } from "./guard.ts";
import { type PhaseReads, readAhead } from "./phase-reads.ts";
import { beginRollback } from "./phases/begin-rollback.ts";
import { beginRotation } from "./phases/begin-rotation.ts";
import { createSecret } from "./phases/create-secret.ts";
import { finishSecret } from "./phases/finish-secret.ts";
import { planRotation } from "./phases/plan-rotation.ts";
import { planRetirement, retireCredential } from "./phases/retire-credential.ts";
import { setSecret } from "./phases/set-secret.ts";
import { testSecret } from "./phases/test-secret.ts";
import { undoRotation } from "./phases/undo-rotation.ts";
import { checkReadiness } from "./recovery/readiness.ts";
import { recoverRotation } from "./recovery/recover.ts";
import { rotationStatus } from "./recovery/status.ts";
import {
  manualSteps,
  type Outcome,
  type Phase,
  phases,
  type RotationRequest,
  type StepResult,
} from "./request.ts";
import { describe, type Versions } from "./versions.ts";

type PhaseWork = (
  context: RotationContext,
  request: RotationRequest,
  versions: Versions,
  reads: PhaseReads,
) => Promise<Outcome>;

const phaseWork: Record<Phase, PhaseWork> = { createSecret, setSecret, testSecret, finishSecret };

type ManualStep = (typeof manualSteps)[number];
type Found = Omit<Partial<StepResult>, "step" | "secretId"> & { outcome: Outcome };
type ManualWork = (context: RotationContext, request: RotationRequest) => Promise<Found>;

const manualWork: Record<ManualStep, ManualWork> = {
  planRotation: (context, { secretId }) => planRotation(context, secretId),
  beginRotation: async (context, request) => ({ outcome: await beginRotation(context, request) }),
  beginRollback: (context, { secretId }) => beginRollback(context, secretId),
  undoRotation: async (context, request) => ({ outcome: await undoRotation(context, request) }),
  reportRotation: async (context, { secretId }) => {
    const { labels } = await describe(context, secretId);
    return { outcome: "reported", labels };
  },
  reportStatus: async (context, { secretId }) => {
    const status = await rotationStatus(context, secretId);
    return { outcome: "reported", status };
  },
  recoverRotation: async (context, { secretId }) => {
    const { found, outcome } = await recoverRotation(context, secretId);
    return { outcome, status: found };
  },
  planRetirement: (context, { secretId }) => planRetirement(context, secretId),
  retireCredential: async (context, request) => ({ outcome: await retireCredential(context, request) }),
  checkReadiness: async (context, { secretId }) => {
    const readiness = await checkReadiness(context, secretId);
    return { outcome: "reported", readiness };
  },
};

/**
 * Does one step of a secret's rotation. All state is in the secret's versions and labels and in the system, so
 * that a step may be repeated, on another machine, after a crash at any point before.
 *
 * @throws RotationNotEnabledError, UnknownVersionError, NotPendingError, UnknownStepError if the step may not be done
 * @throws InvalidSecretError if the secret cannot be rotated
 * @throws RotationInProgressError if another rotation has begun
 * @throws EngineError and its kin if the system refuses or fails
 */
export async function rotate(context: RotationContext, request: RotationRequest): Promise<StepResult> {
  const { step, secretId, token } = request;
  if (isManual(step)) {
    const found = await manualWork[step](context, request);
    return { versionId: token, ...found, step, secretId };
  }
  const reads = isPhase(step) && readAhead(context, request, step);
  const versions = await describe(context, secretId);
  const status = checkVersion(versions, token);
  if (!reads) {
    throw new UnknownStepError(
      `"${step}" is no step of a rotation. Steps: ${[...phases, ...manualSteps].join(", ")}.`,
    );
  }
  const result = (outcome: Outcome): StepResult => ({ step, secretId, versionId: token, outcome });
  // What follows the promotion may have died with an earlier try, and is done again.
  if (status === "alreadyCurrent" && step !== "finishSecret") return result(status);
  return result(await phaseWork[step](context, request, versions, reads));
}

function isPhase(step: string): step is Phase {
  return (phases as readonly string[]).includes(step);
}

function isManual(step: string): step is ManualStep {
  return (manualSteps as readonly string[]).includes(step);
}
