import type { RotationContext } from "../context.ts";
import type { PhaseReads } from "../phase-reads.ts";
import type { Outcome, RotationRequest } from "../request.ts";
import { strategyOf } from "../strategies/choose.ts";
import type { Versions } from "../versions.ts";

/** Proves that AWSPENDING logs in, and may do what AWSCURRENT may. */
export async function testSecret(
  context: RotationContext,
  { secretId }: RotationRequest,
  versions: Versions,
  reads: PhaseReads,
): Promise<Outcome> {
  const pending = await reads.pending();
  const { work } = strategyOf(pending, versions.strategyTag);
  await work.test({
    context,
    secretId,
    pending,
    current: reads.current,
  });
  return "tested";
}
