import { callBudget, type RotationContext } from "./context.ts";
import type { Credential } from "./credential.ts";
import type { Engine } from "./engine.ts";
import { InvalidSecretError } from "./errors.ts";
import { unlessRefused } from "./refusal.ts";
import type { ParsedSecret } from "./secret.ts";
import { readSuperuser } from "./superuser.ts";
import { readVersion, type StagingLabel } from "./versions.ts";

/** One rotation of one secret, with what its strategy works on. */
export interface RotationRun {
  context: RotationContext;
  secretId: string;
  /** The id of the version that becomes AWSCURRENT. */
  token: string;
  engine: Engine;
  current: ParsedSecret;
  pending: ParsedSecret;
  /** AWSPREVIOUS, read when asked for; undefined if there is none that can be read. */
  previous(): Promise<ParsedSecret | undefined>;
  /** The superuser that the secret names, read when asked for and checked to be of the same system. */
  superuser(): Promise<Credential | undefined>;
}

/** A run whose versions are known. */
export function runOf(
  context: RotationContext,
  secretId: string,
  token: string,
  current: ParsedSecret,
  pending: ParsedSecret,
): RotationRun {
  return {
    context,
    secretId,
    token,
    engine: current.engine,
    current,
    pending,
    previous: once(() => readPrevious(context, secretId)),
    superuser: once(() => readSuperuser(context, current)),
  };
}

/**
 * Reads a version that the protocol says must be there.
 *
 * @throws InvalidSecretError if it has no value or cannot be rotated
 */
export async function required(
  context: RotationContext,
  secretId: string,
  label: Extract<StagingLabel, "AWSCURRENT" | "AWSPENDING">,
  versionId?: string,
): Promise<ParsedSecret> {
  const version = await readVersion(context, secretId, label, versionId);
  if (version) return version;
  throw new InvalidSecretError(
    "SecretString",
    `Secret ${secretId} has no ${label} value. Run the phase createSecret first, or store the credentials.`,
  );
}

/** Whether a credential is accepted; any other failure than a refusal is thrown. */
export async function logsIn(
  context: RotationContext,
  { engine, credential }: ParsedSecret,
): Promise<boolean> {
  return unlessRefused(engine.logIn(credential, callBudget(context)));
}

/** AWSPREVIOUS; it is only a last resort, so that one that cannot be understood is as good as none. */
export async function readPrevious(
  context: RotationContext,
  secretId: string,
): Promise<ParsedSecret | undefined> {
  try {
    return await readVersion(context, secretId, "AWSPREVIOUS");
  } catch (error) {
    if (error instanceof InvalidSecretError) return undefined;
    throw error;
  }
}

/** Asks when asked first, and gives the same answer from then on. */
export function once<T>(ask: () => Promise<T>): () => Promise<T> {
  let answer: Promise<T> | undefined;
  return () => {
    answer ??= ask();
    return answer;
  };
}
