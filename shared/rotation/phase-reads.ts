import type { RotationContext } from "./context.ts";
import type { Phase, RotationRequest } from "./request.ts";
import { once, required } from "./rotation-run.ts";
import type { ParsedSecret } from "./secret.ts";

/** The versions that a phase works on, each read when asked for first. */
export interface PhaseReads {
  /** @throws InvalidSecretError if it has no value or cannot be rotated */
  current(): Promise<ParsedSecret>;
  /** The token's. @throws InvalidSecretError if it has no value or cannot be rotated */
  pending(): Promise<ParsedSecret>;
}

/** The versions of a rotation. */
export function phaseReads(context: RotationContext, secretId: string, token: string): PhaseReads {
  return {
    current: once(() => required(context, secretId, "AWSCURRENT")),
    pending: once(() => required(context, secretId, "AWSPENDING", token)),
  };
}

/** Which versions a phase never does without. */
const always: Record<Phase, (keyof PhaseReads)[]> = {
  createSecret: ["current"],
  setSecret: ["current", "pending"],
  testSecret: ["pending"],
  // It reads AWSCURRENT after it has moved the label.
  finishSecret: [],
};

/**
 * The versions of a phase, of which those that it is sure to need are asked for at once: between the first and the last
 * answer of Secrets Manager a single user's AWSCURRENT may be refused. A failure is told where the version is needed.
 */
export function readAhead(
  context: RotationContext,
  { secretId, token }: RotationRequest,
  phase: Phase,
): PhaseReads {
  const reads = phaseReads(context, secretId, token);
  for (const name of always[phase]) reads[name]().catch(() => {});
  return reads;
}
