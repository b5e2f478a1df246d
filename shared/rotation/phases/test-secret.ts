import type { RotationContext } from "../context.ts";
import type { Outcome, RotationRequest } from "../request.ts";
import { required } from "../rotation-run.ts";
import { strategyOf } from "../strategies/choose.ts";
import type { Versions } from "../versions.ts";

/** Proves that AWSPENDING logs in, and may do what AWSCURRENT may. */
export async function testSecret(
  context: RotationContext,
  { secretId, token }: RotationRequest,
  versions: Versions,
): Promise<Outcome> {
  const pending = await required(context, secretId, "AWSPENDING", token);
  const { work } = strategyOf(pending, versions.strategyTag);
  await work.test({
    context,
    secretId,
    pending,
    current: () => required(context, secretId, "AWSCURRENT"),
  });
  return "tested";
}
