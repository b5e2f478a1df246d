import type { RotationContext } from "../context.ts";
import type { Strategy } from "../engine.ts";
import { checkEnabled } from "../guard.ts";
import { required } from "../rotation-run.ts";
import { strategyOf } from "../strategies/choose.ts";
import { approvalTag } from "../tags.ts";
import { describe } from "../versions.ts";

/**
 * Looks at a secret before anything is done: whether it can be rotated at all, how, and whether a person must
 * approve.
 *
 * @throws RotationNotEnabledError, InvalidSecretError, UnsupportedEngineError, UnsupportedStrategyError
 */
export async function planRotation(
  context: RotationContext,
  secretId: string,
): Promise<{ outcome: "planned"; strategy: Strategy; needsApproval: boolean }> {
  const versions = await describe(context, secretId);
  checkEnabled(versions);
  const current = await required(context, secretId, "AWSCURRENT");
  const { name, work } = strategyOf(current, versions.strategyTag);
  work.nextUsername(current);
  await work.checkServer?.({ context, current });
  return { outcome: "planned", strategy: name, needsApproval: versions.tags[approvalTag] === "required" };
}
