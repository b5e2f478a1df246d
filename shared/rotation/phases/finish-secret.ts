import { InvalidParameterException } from "@aws-sdk/client-secrets-manager";
import type { RotationContext } from "../context.ts";
import { rejections } from "../labels.ts";
import type { Outcome, RotationRequest } from "../request.ts";
import { required, runOf } from "../rotation-run.ts";
import { strategyOf } from "../strategies/choose.ts";
import { describe, moveLabel, type Versions, versionWith } from "../versions.ts";
import { dropStaleClaims } from "./claim-pending.ts";
import { forgetRejections } from "./give-up-rejected.ts";
import { forgetChange } from "./set-secret.ts";

/**
 * Makes the token's version AWSCURRENT; the one before becomes AWSPREVIOUS by itself. AWSPENDING stays where it
 * is: Secrets Manager removes it, and a version with both labels is a healthy end. What the strategy has to do
 * after that is done again when the step is repeated.
 * Source: "Rotation by Lambda function" and RotateSecret in Secrets Manager's documentation.
 */
export async function finishSecret(
  context: RotationContext,
  { secretId, token }: RotationRequest,
  versions: Versions,
): Promise<Outcome> {
  await dropStaleClaims(context, versions);
  const outcome = await promote(context, secretId, token, versionWith(versions, "AWSCURRENT"));
  const current = await required(context, secretId, "AWSCURRENT");
  await strategyOf(current, versions.strategyTag).work.settle(
    runOf(context, secretId, token, current, current),
  );
  await forgetChange(context, versions, token);
  if (rejections(versions.labels) > 0) await forgetRejections(context, secretId);
  return outcome;
}

async function promote(
  context: RotationContext,
  secretId: string,
  token: string,
  from: string | undefined,
): Promise<"promoted" | "alreadyCurrent"> {
  if (from === token) return "alreadyCurrent";
  try {
    await moveLabel(context, { secretId, label: "AWSCURRENT", to: token, from });
    return "promoted";
  } catch (error) {
    if (!(error instanceof InvalidParameterException)) throw error;
    // The same phase, done at the same moment by another, may have been first.
    if (versionWith(await describe(context, secretId), "AWSCURRENT") !== token) throw error;
    return "alreadyCurrent";
  }
}
