import type { RotationContext } from "../context.ts";
import { isRejectedLabel, rejectedLabel, rejections } from "../labels.ts";
import { describe, moveLabel } from "../versions.ts";

/**
 * Gives a version up whose password the system rejected: a version's value never changes, so that setting it again
 * would be rejected for ever. It loses AWSPENDING and is marked, so that a rotation with a new version can begin.
 */
export async function giveUpRejected(
  context: RotationContext,
  secretId: string,
  token: string,
): Promise<void> {
  const { labels } = await describe(context, secretId);
  const own = labels[token] ?? [];
  if (!own.includes("AWSPENDING") || own.includes("AWSCURRENT")) return;
  // One that has the mark was given up by a process that died before it was done: it counts once.
  if (!own.some(isRejectedLabel)) {
    await moveLabel(context, { secretId, label: rejectedLabel(rejections(labels) + 1), to: token });
  }
  await moveLabel(context, { secretId, label: "AWSPENDING", from: token });
}

/** Takes the marks off, once a password was accepted or a person has looked. */
export async function forgetRejections(context: RotationContext, secretId: string): Promise<void> {
  const { labels } = await describe(context, secretId);
  for (const [versionId, stages] of Object.entries(labels)) {
    for (const label of stages.filter(isRejectedLabel)) {
      await moveLabel(context, { secretId, label, from: versionId });
    }
  }
}
