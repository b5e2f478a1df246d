import type { RotationContext } from "../context.ts";
import { CredentialHeldError, InvalidSecretError } from "../errors.ts";
import { heldLabel, isHeldLabel, retiredLabel } from "../labels.ts";
import { runOf } from "../rotation-run.ts";
import { sameUser } from "../same-user.ts";
import { type ParsedSecret, parseSecret } from "../secret.ts";
import { strategyOf } from "../strategies/choose.ts";
import { holdTag } from "../tags.ts";
import { describe, moveLabel, readText, type Versions, versionWith } from "../versions.ts";

/** An old credential that the system may take still, beside AWSCURRENT's. */
interface OldCredential {
  versionId: string;
  version: ParsedSecret;
}

/**
 * Looks whether there is room for a new credential, where the old ones may not be retired.
 *
 * @throws CredentialHeldError if the system holds two, and one of them is held; nothing is changed then
 */
export async function checkRoom(
  context: RotationContext,
  versions: Versions,
  current: ParsedSecret,
): Promise<void> {
  if (!isHeld(versions) || !current.engine.overlap?.atMostTwo) return;
  const [old] = await oldCredentials(context, versions, current);
  if (!old) return;
  const { system, username } = current.credential;
  throw new CredentialHeldError(
    `${system} holds two credentials of "${username}" at most, and the old one, of version ${old.versionId} of ${versions.arn}, may not be retired: the secret has the tag ${holdTag}=true. Set the tag to false or remove it, then rotate again; the old credential ends then.`,
  );
}

/**
 * Retires what the retirements of earlier rotations left: a new rotation moves AWSPREVIOUS on, and nobody would know
 * of the old credential any more. What is held is marked instead, and retired by the first rotation after the hold.
 *
 * @param current AWSCURRENT, which logs in
 */
export async function makeRoom(
  context: RotationContext,
  versions: Versions,
  current: ParsedSecret,
): Promise<void> {
  // There the new credential takes the oldest one's place by itself.
  if (current.engine.overlap?.atMostTwo === "drops-oldest") return;
  for (const old of await oldCredentials(context, versions, current)) {
    if (isHeld(versions)) await markHeld(context, versions, old.versionId);
    else await retireOld(context, versions.arn, current, old);
  }
}

/**
 * Makes the system take an old credential no more, and marks its version.
 *
 * @returns whether there was anything to retire
 * @throws AuthenticationError if AWSCURRENT does not log in; nothing is retired then
 */
export async function retireOld(
  context: RotationContext,
  secretId: string,
  current: ParsedSecret,
  { versionId, version }: OldCredential,
): Promise<boolean> {
  const versions = await describe(context, secretId);
  const { work } = strategyOf(current, versions.strategyTag);
  if (!(await work.retire(runOf(context, secretId, versionId, current, version), version))) return false;
  const labels = versions.labels[versionId] ?? [];
  if (labels.includes("AWSPREVIOUS")) {
    const from = versionWith(versions, retiredLabel);
    await moveLabel(context, { secretId, label: retiredLabel, to: versionId, from });
  }
  for (const label of labels.filter(isHeldLabel)) {
    await moveLabel(context, { secretId, label, from: versionId });
  }
  return true;
}

function isHeld({ tags }: Versions): boolean {
  return tags[holdTag] === "true";
}

/** Those that AWSPREVIOUS and the marks of earlier holds name; of a secret that is rotated with overlap. */
async function oldCredentials(
  context: RotationContext,
  versions: Versions,
  current: ParsedSecret,
): Promise<OldCredential[]> {
  if (strategyOf(current, versions.strategyTag).name !== "overlap") return [];
  const found: OldCredential[] = [];
  for (const [versionId, labels] of Object.entries(versions.labels)) {
    const label = labels.find((one) => one === "AWSPREVIOUS" || isHeldLabel(one));
    if (!label || labels.includes("AWSCURRENT") || labels.includes(retiredLabel)) continue;
    const version = await readOld(context, versions.arn, versionId);
    if (version && isOther(current, version)) found.push({ versionId, version });
  }
  return found;
}

function isOther(current: ParsedSecret, old: ParsedSecret): boolean {
  const isSame = current.engine.overlap?.isSame(current.credential, old.credential) === true;
  return sameUser(current.credential, old.credential) && !isSame;
}

/** One that cannot be understood cannot be retired either. */
async function readOld(
  context: RotationContext,
  secretId: string,
  versionId: string,
): Promise<ParsedSecret | undefined> {
  try {
    const text = await readText(context, secretId, versionId);
    return text === undefined ? undefined : await parseSecret(text, "AWSPREVIOUS", context.engines);
  } catch (error) {
    if (error instanceof InvalidSecretError) return undefined;
    throw error;
  }
}

async function markHeld(
  context: RotationContext,
  { arn: secretId, labels }: Versions,
  versionId: string,
): Promise<void> {
  if (labels[versionId]?.some(isHeldLabel)) return;
  const taken = new Set(Object.values((await describe(context, secretId)).labels).flat());
  let n = 1;
  while (taken.has(heldLabel(n))) n += 1;
  await moveLabel(context, { secretId, label: heldLabel(n), to: versionId });
}
