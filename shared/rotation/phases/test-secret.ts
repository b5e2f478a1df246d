import { callBudget, type RotationContext } from "../context.ts";
import type { RotationRequest, StepResult } from "../request.ts";
import { required } from "./set-secret.ts";

/** Proves that AWSPENDING logs in. */
export async function testSecret(
  context: RotationContext,
  { secretId, token }: RotationRequest,
): Promise<StepResult["outcome"]> {
  const { engine, credential } = await required(context, secretId, "AWSPENDING", token);
  await engine.logIn(credential, callBudget(context));
  return "tested";
}
