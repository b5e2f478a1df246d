import { RotateSecretCommand } from "@aws-sdk/client-secrets-manager";
import type { RotationContext } from "../context.ts";
import { mostRejections, rejections } from "../labels.ts";
import { describe, versionWith } from "../versions.ts";

/**
 * Begins a rotation anew, with a new version and so a new password, where the last one's was rejected by the system.
 * After some rejections in a row it does not: then the rules of the passwords must be changed.
 *
 * @returns whether it was begun
 */
export async function beginAnewIfRejected(context: RotationContext, secretId: string): Promise<boolean> {
  const versions = await describe(context, secretId);
  const pending = versionWith(versions, "AWSPENDING");
  const rotating = pending !== undefined && pending !== versionWith(versions, "AWSCURRENT");
  const rejected = rejections(versions.labels);
  if (rotating || rejected === 0 || rejected >= mostRejections) return false;
  await context.secretsManager.send(new RotateSecretCommand({ SecretId: versions.arn }));
  return true;
}
