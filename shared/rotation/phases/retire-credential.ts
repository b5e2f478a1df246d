import type { RotationContext } from "../context.ts";
import { retiredLabel } from "../labels.ts";
import type { Outcome, RotationRequest } from "../request.ts";
import { required } from "../rotation-run.ts";
import { strategyOf } from "../strategies/choose.ts";
import { defaultGraceSeconds, graceTag, holdTag } from "../tags.ts";
import { describe, readVersion, type Versions, versionWith } from "../versions.ts";
import { retireOld } from "./make-room.ts";

/**
 * Says which version's credential is to be retired, and when: AWSPREVIOUS of a secret that is rotated with overlap,
 * after the time that its tag `rekey:grace-seconds` gives, a day if it has none.
 */
export async function planRetirement(
  context: RotationContext,
  secretId: string,
): Promise<{ outcome: Outcome; versionId?: string; graceSeconds?: number }> {
  const versions = await describe(context, secretId);
  const versionId = retirable(versions);
  if (!versionId) return { outcome: "nothingToRetire" };
  const current = await required(context, secretId, "AWSCURRENT");
  if (strategyOf(current, versions.strategyTag).name !== "overlap") return { outcome: "nothingToRetire" };
  const given = Number(versions.tags[graceTag]);
  const graceSeconds = Number.isInteger(given) && given >= 0 ? given : defaultGraceSeconds;
  return { outcome: "planned", versionId, graceSeconds };
}

/**
 * Makes the system take the credential of a version no more, once it is AWSPREVIOUS and AWSCURRENT logs in. The
 * version keeps AWSPREVIOUS and is marked, so that nobody rolls back to it.
 *
 * @throws AuthenticationError if AWSCURRENT does not log in; nothing is retired then
 */
export async function retireCredential(
  context: RotationContext,
  { secretId, token }: Pick<RotationRequest, "secretId" | "token">,
): Promise<Outcome> {
  const versions = await describe(context, secretId);
  if (retirable(versions) !== token) return "nothingToRetire";
  if (versions.tags[holdTag] === "true") return "held";
  const current = await required(context, secretId, "AWSCURRENT");
  const previous = await readVersion(context, secretId, "AWSPREVIOUS", token);
  if (!previous) return "nothingToRetire";
  const old = { versionId: token, version: previous };
  return (await retireOld(context, secretId, current, old)) ? "retired" : "nothingToRetire";
}

/** AWSPREVIOUS, unless it was retired or a rotation is under way that may need it. */
function retirable(versions: Versions): string | undefined {
  const previous = versionWith(versions, "AWSPREVIOUS");
  const pending = versionWith(versions, "AWSPENDING");
  const rotating = pending !== undefined && pending !== versionWith(versions, "AWSCURRENT");
  if (!previous || rotating || versions.labels[previous]?.includes(retiredLabel)) return undefined;
  return previous;
}
