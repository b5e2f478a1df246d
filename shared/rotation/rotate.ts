import type { RotationContext } from "./context.ts";
import { UnknownStepError } from "./errors.ts";
import { checkVersion } from "./guard.ts";
import { beginRotation } from "./phases/begin-rotation.ts";
import { createSecret } from "./phases/create-secret.ts";
import { finishSecret } from "./phases/finish-secret.ts";
import { setSecret } from "./phases/set-secret.ts";
import { testSecret } from "./phases/test-secret.ts";
import { undoRotation } from "./phases/undo-rotation.ts";
import {
  manualSteps,
  type Phase,
  phases,
  type RotationRequest,
  type Step,
  type StepResult,
} from "./request.ts";
import { describe, type Versions } from "./versions.ts";

type PhaseWork = (
  context: RotationContext,
  request: RotationRequest,
  versions: Versions,
) => Promise<StepResult["outcome"]>;

const work: Record<Phase, PhaseWork> = { createSecret, setSecret, testSecret, finishSecret };

/**
 * Does one step of a secret's rotation. All state is in the secret's versions and labels and in the database, so
 * that a step may be repeated, on another machine, after a crash at any point before.
 *
 * @throws RotationNotEnabledError, UnknownVersionError, NotPendingError, UnknownStepError if the step may not be done
 * @throws InvalidSecretError if the secret cannot be rotated
 * @throws RotationInProgressError if another rotation has begun
 * @throws EngineError and its kin if the database refuses or fails
 */
export async function rotate(context: RotationContext, request: RotationRequest): Promise<StepResult> {
  const { step, secretId, token } = request;
  const result = (outcome: StepResult["outcome"]): StepResult => ({
    step: step as Step,
    secretId,
    versionId: token,
    outcome,
  });
  if (step === "beginRotation") return result(await beginRotation(context, request));
  if (step === "undoRotation") return result(await undoRotation(context, request));
  const versions = await describe(context, secretId);
  if (step === "reportRotation") return { ...result("reported"), labels: versions.labels };
  const status = checkVersion(versions, token);
  if (!isPhase(step)) {
    throw new UnknownStepError(
      `"${step}" is no step of a rotation. Steps: ${[...phases, ...manualSteps].join(", ")}.`,
    );
  }
  return result(status === "alreadyCurrent" ? status : await work[step](context, request, versions));
}

function isPhase(step: string): step is Phase {
  return (phases as readonly string[]).includes(step);
}
