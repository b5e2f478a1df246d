import type { RotationContext } from "../context.ts";
import { retiredLabel } from "../labels.ts";
import type { Outcome, RotationRequest } from "../request.ts";
import { required, runOf } from "../rotation-run.ts";
import { strategyOf } from "../strategies/choose.ts";
import { defaultGraceSeconds, graceTag, holdTag } from "../tags.ts";
import { describe, moveLabel, readVersion, type Versions, versionWith } from "../versions.ts";

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
  const { work } = strategyOf(current, versions.strategyTag);
  const retired = await work.retire(runOf(context, secretId, token, current, previous), previous);
  if (!retired) return "nothingToRetire";
  await moveLabel(context, {
    secretId,
    label: retiredLabel,
    to: token,
    from: versionWith(versions, retiredLabel),
  });
  return "retired";
}

/** AWSPREVIOUS, unless it was retired or a rotation is under way that may need it. */
function retirable(versions: Versions): string | undefined {
  const previous = versionWith(versions, "AWSPREVIOUS");
  const pending = versionWith(versions, "AWSPENDING");
  const rotating = pending !== undefined && pending !== versionWith(versions, "AWSCURRENT");
  if (!previous || rotating || versions.labels[previous]?.includes(retiredLabel)) return undefined;
  return previous;
}
