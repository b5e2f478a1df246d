import type { RotationContext } from "../context.ts";
import type { RotationRequest, StepResult } from "../request.ts";
import { putVersion, readVersion } from "../versions.ts";
import { newValue } from "./new-value.ts";

/** Gives the token's version its value. What is there already stays: the database may have it. */
export async function createSecret(
  context: RotationContext,
  { secretId, token, rotationToken }: RotationRequest,
): Promise<StepResult["outcome"]> {
  if (await readVersion(context, secretId, "AWSPENDING", token)) {
    return "alreadyCreated";
  }
  const value = await newValue(context, secretId);
  await putVersion(context, { secretId, versionId: token, value, label: "AWSPENDING", rotationToken });
  return "created";
}
