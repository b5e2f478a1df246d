import type { RotationContext } from "../context.ts";
import type { PhaseReads } from "../phase-reads.ts";
import type { Outcome, RotationRequest } from "../request.ts";
import { putVersion, readVersion, type Versions } from "../versions.ts";
import { checkRoom } from "./make-room.ts";
import { nextValue } from "./next-value.ts";

/**
 * Gives the token's version its value. What is there already stays: the system may have it.
 *
 * @throws CredentialHeldError if the system has no room for it
 */
export async function createSecret(
  context: RotationContext,
  { secretId, token, rotationToken }: RotationRequest,
  versions: Versions,
  reads: PhaseReads,
): Promise<Outcome> {
  const current = await reads.current();
  // A password is made for nothing at no cost, and a version's value never changes: one call less.
  if (current.engine.issues && (await readVersion(context, secretId, "AWSPENDING", token))) {
    return "alreadyCreated";
  }
  await checkRoom(context, versions, current);
  const value = await nextValue(context, versions, current, token);
  const version = { secretId, versionId: token, value, label: "AWSPENDING", rotationToken };
  return (await putVersion(context, version)) ? "created" : "alreadyCreated";
}
