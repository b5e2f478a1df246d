import { InvalidParameterException } from "@aws-sdk/client-secrets-manager";
import type { RotationContext } from "../context.ts";
import type { RotationRequest, StepResult } from "../request.ts";
import { describe, moveLabel, type Versions, versionWith } from "../versions.ts";

/**
 * Makes the token's version AWSCURRENT; the one before becomes AWSPREVIOUS by itself. AWSPENDING stays where it
 * is: Secrets Manager removes it, and a version with both labels is a healthy end.
 * Source: "Rotation by Lambda function" and RotateSecret in Secrets Manager's documentation.
 */
export async function finishSecret(
  context: RotationContext,
  { secretId, token }: RotationRequest,
  versions: Versions,
): Promise<StepResult["outcome"]> {
  try {
    await moveLabel(context, {
      secretId,
      label: "AWSCURRENT",
      to: token,
      from: versionWith(versions, "AWSCURRENT"),
    });
  } catch (error) {
    if (!(error instanceof InvalidParameterException)) throw error;
    // The same phase, done at the same moment by another, may have been first.
    if (versionWith(await describe(context, secretId), "AWSCURRENT") !== token) throw error;
    return "alreadyCurrent";
  }
  return "promoted";
}
