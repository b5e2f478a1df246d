import { callBudget, type RotationContext } from "../context.ts";
import type { SecretFields } from "../engine.ts";
import { InvalidSecretError } from "../errors.ts";
import { isClaimLabel } from "../labels.ts";
import { newPassword, withOverrides } from "../password.ts";
import { logsIn, once } from "../rotation-run.ts";
import { fieldsOf, maximumSecretBytes, type ParsedSecret } from "../secret.ts";
import { strategyOf } from "../strategies/choose.ts";
import { readText, type Versions } from "../versions.ts";
import { makeRoom } from "./make-room.ts";

/**
 * The value of the next version: AWSCURRENT's, with a new credential and everything else as it is. It is given only
 * once the server has answered, so that a wrong host or certificate is told before anything has changed. A refused
 * login is no reason to stop: setSecret knows more credentials. With overlap, old credentials that were never retired
 * are retired first, once AWSCURRENT is known to work.
 *
 * @throws InvalidSecretError if it would be too long, or its user's name would
 * @throws UnsupportedStrategyError if the host is not one that the strategy works with
 * @throws HostUnreachableError, TlsVerificationError or another EngineError if the server cannot be talked to
 */
export async function nextValue(
  context: RotationContext,
  versions: Versions,
  current: ParsedSecret,
  versionId: string,
): Promise<SecretFields> {
  const { work } = strategyOf(current, versions.strategyTag);
  const username = work.nextUsername(current);
  await work.checkServer?.({ context, current });
  const policy = withOverrides(context.passwordPolicy, current.passwordPolicy);
  const next = once(() =>
    current.engine.next(current.fields, username, {
      newPassword: ({ maximumLength = policy.length, alsoExclude = "" } = {}) =>
        newPassword(context.secretsManager, {
          ...policy,
          length: Math.min(policy.length, maximumLength),
          excludeCharacters: policy.excludeCharacters + alsoExclude,
        }),
      versionId,
      labelled: () => labelledFields(context, versions),
      timeoutMs: callBudget(context),
    }),
  );
  // What nobody issues is made while the server is asked: it is for nothing at no cost.
  if (!current.engine.issues) next().catch(() => {});
  if (await logsIn(context, current)) await makeRoom(context, versions, current);
  const value = await next();
  if (Buffer.byteLength(JSON.stringify(value)) > maximumSecretBytes) {
    throw new InvalidSecretError(
      "SecretString",
      `The next version would be over ${maximumSecretBytes} bytes, more than Secrets Manager stores. Make the secret smaller.`,
    );
  }
  return value;
}

/**
 * The fields of all versions that have a label; one that cannot be read holds no credential. One that has the claim's
 * alone was never used: a run that died before it got AWSPENDING left it there, and nobody takes it off.
 */
async function labelledFields(context: RotationContext, { arn, labels }: Versions): Promise<SecretFields[]> {
  const ids = Object.keys(labels).filter((id) => labels[id]?.some((label) => !isClaimLabel(label)));
  const texts = await Promise.all(ids.map((id) => readText(context, arn, id)));
  return texts.flatMap((text) => {
    try {
      return [fieldsOf(text, "labelled")];
    } catch {
      return [];
    }
  });
}
