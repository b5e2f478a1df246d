import type { RotationContext } from "../context.ts";
import type { Strategy } from "../engine.ts";
import { logsIn, readPrevious } from "../rotation-run.ts";
import type { ParsedSecret } from "../secret.ts";
import { strategyOf } from "../strategies/choose.ts";
import { describe, readVersion, versionWith } from "../versions.ts";

/** What state a secret's rotation is in, found by asking the system. */
export type RotationState =
  /** AWSCURRENT logs in and no rotation is under way. */
  | "healthy"
  /** AWSPENDING has no value: a rotation died before createSecret ended. */
  | "notCreated"
  /** AWSPENDING has a value that the system does not take; AWSCURRENT logs in. */
  | "notSet"
  /** The system takes AWSPENDING, which is not promoted. */
  | "notPromoted"
  /** The system takes neither AWSPENDING nor AWSCURRENT, but AWSPREVIOUS. */
  | "onPreviousWhileRotating"
  /** No rotation is under way, and the system takes AWSPREVIOUS instead of AWSCURRENT. */
  | "drifted"
  /** The system takes no credential that the secret holds. */
  | "lockedOut";

/** Whether a version's credential is taken; "notAsked" where the answer would change nothing. */
export type Login = "logsIn" | "refused" | "absent" | "notAsked";

/** The state of a secret's rotation, with what it was concluded from. */
export interface RotationStatus {
  state: RotationState;
  strategy: Strategy;
  labels: Record<string, string[]>;
  logins: { AWSCURRENT: Login; AWSPENDING: Login; AWSPREVIOUS: Login };
  /** The version that has AWSPENDING and is not AWSCURRENT. */
  pendingVersionId: string | undefined;
}

/**
 * Finds out what state a secret's rotation is in. The credential that is likeliest to work is tried first, so that
 * in the usual cases at most one login is refused.
 *
 * @throws InvalidSecretError if AWSCURRENT cannot be read
 * @throws EngineError if the system cannot be asked
 */
export async function rotationStatus(context: RotationContext, secretId: string): Promise<RotationStatus> {
  const versions = await describe(context, secretId);
  const { labels, strategyTag, arn } = versions;
  const current = await readVersion(context, arn, "AWSCURRENT");
  const holder = versionWith(versions, "AWSPENDING");
  const pendingVersionId = holder === versionWith(versions, "AWSCURRENT") ? undefined : holder;
  const logins: RotationStatus["logins"] = {
    AWSCURRENT: current ? "notAsked" : "absent",
    AWSPENDING: "absent",
    AWSPREVIOUS: "notAsked",
  };
  const ask = async (label: keyof typeof logins, version: ParsedSecret | undefined) => {
    logins[label] = version ? ((await logsIn(context, version)) ? "logsIn" : "refused") : "absent";
    return logins[label] === "logsIn";
  };
  const pending = pendingVersionId
    ? await readVersion(context, arn, "AWSPENDING", pendingVersionId)
    : undefined;
  const known = current ?? pending;
  const strategy: Strategy = known ? strategyOf(known, strategyTag).name : "single-user";
  const found = (state: RotationState): RotationStatus => ({
    state,
    strategy,
    labels,
    logins,
    pendingVersionId,
  });

  if (pending && (await ask("AWSPENDING", pending))) return found("notPromoted");
  if (await ask("AWSCURRENT", current)) {
    if (!pendingVersionId) return found("healthy");
    return found(pending ? "notSet" : "notCreated");
  }
  if (await ask("AWSPREVIOUS", await readPrevious(context, arn))) {
    return found(pending ? "onPreviousWhileRotating" : "drifted");
  }
  return found("lockedOut");
}
