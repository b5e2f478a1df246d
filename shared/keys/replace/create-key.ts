import {
  CreateKeyCommand,
  DescribeKeyCommand,
  EnableKeyRotationCommand,
  GetKeyPolicyCommand,
  GetKeyRotationStatusCommand,
  type KMSClient,
  PutKeyPolicyCommand,
} from "@aws-sdk/client-kms";
import { addSeconds } from "date-fns";
import { askKms } from "../ask.ts";
import { allKeys } from "../lists.ts";
import { resolveKey } from "../resolve.ts";
import type { ReplaceContext } from "./context.ts";
import { copyGrants } from "./copy-grants.ts";
import { lentTag, replacesTag, tagsOf } from "./find-replacement.ts";
import { enter, saveInStage } from "./in-stage.ts";
import type { KeyIdentity, Replacement } from "./replacement.ts";

/** Creates the new key like the old one, or finds the one that a dead run made, and gives it rotation and grants. */
export async function createNewKey(context: ReplaceContext, state: Replacement): Promise<void> {
  const { kms, store } = context;
  const made = await stillThere(kms, state);
  const newKey = made ?? (await findOrCreate(context, state));
  if (!newKey) return;
  if (made) await copyPolicy(kms, state.oldKey, made);
  await store.change(state.oldKey.id, (now) => ({ ...now, newKey }));
  await copyRotation(kms, state.oldKey, newKey);
  await copyGrants(kms, state.oldKey, newKey);
  await saveInStage(context, state, (now) => enter(now, "moveAliases"));
}

/** The new key of a dead run, or of a replacement that was undone, unless somebody has taken it out of use since. */
async function stillThere(kms: KMSClient, { newKey }: Replacement): Promise<KeyIdentity | undefined> {
  if (!newKey) return undefined;
  const { state } = await resolveKey(kms, newKey.arn);
  return state === "Enabled" ? newKey : undefined;
}

/** Since the new key was made, the old one's policy may have changed. */
async function copyPolicy(kms: KMSClient, oldKey: KeyIdentity, newKey: KeyIdentity): Promise<void> {
  const policy = policyForAnother(await policyOf(kms, oldKey), oldKey);
  if ((await policyOf(kms, newKey)) === policy) return;
  await askKms(`The policy of ${newKey.arn} is not written`, () =>
    kms.send(new PutKeyPolicyCommand({ KeyId: newKey.arn, PolicyName: "default", Policy: policy })),
  );
}

async function policyOf(kms: KMSClient, { arn }: KeyIdentity): Promise<string> {
  const { Policy = "" } = await askKms(`The policy of ${arn} cannot be read`, () =>
    kms.send(new GetKeyPolicyCommand({ KeyId: arn, PolicyName: "default" })),
  );
  return Policy;
}

/** Undefined if a dead run may have made one that KMS does not show yet. */
async function findOrCreate(context: ReplaceContext, state: Replacement): Promise<KeyIdentity | undefined> {
  const { kms, store, settleSeconds } = context;
  const { createBegunAt, oldKey } = state;
  if (createBegunAt !== undefined) {
    const made = await findMade(kms, oldKey);
    if (made) return made;
    const shownBy = addSeconds(new Date(createBegunAt), settleSeconds);
    if (context.now() < shownBy) {
      await saveInStage(context, state, (now) => ({ ...now, notBefore: shownBy.toISOString() }));
      return undefined;
    }
  }
  const begun = context.now().toISOString();
  await store.change(oldKey.id, (now) => ({ ...now, createBegunAt: begun }));
  return createLike(kms, oldKey);
}

/** A key that was made to replace another, and is not about to be deleted. */
async function findMade(kms: KMSClient, oldKey: KeyIdentity): Promise<KeyIdentity | undefined> {
  for (const key of await allKeys(kms)) {
    // Keys of services and of others cannot be asked for their tags; they are not ours.
    const tags = await tagsOf(kms, key.arn).catch(() => new Map<string, string>());
    if (tags.get(replacesTag) !== oldKey.id) continue;
    const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId: key.arn }));
    if (KeyMetadata?.KeyState === "Enabled") return key;
  }
  return undefined;
}

async function createLike(kms: KMSClient, oldKey: KeyIdentity): Promise<KeyIdentity> {
  const { metadata } = await resolveKey(kms, oldKey.arn);
  const policy = await policyOf(kms, oldKey);
  const tags = await tagsOf(kms, oldKey.arn);
  const Tags = [...tags]
    .filter(([key]) => !key.startsWith("aws:") && key !== replacesTag && key !== lentTag)
    .map(([TagKey, TagValue]) => ({ TagKey, TagValue }));
  const { KeyMetadata } = await askKms("The new key is not created", () =>
    kms.send(
      new CreateKeyCommand({
        Policy: policyForAnother(policy, oldKey),
        Description: metadata.Description,
        KeySpec: metadata.KeySpec,
        KeyUsage: metadata.KeyUsage,
        MultiRegion: metadata.MultiRegion,
        Tags: [...Tags, { TagKey: replacesTag, TagValue: oldKey.id }],
      }),
    ),
  );
  return { id: KeyMetadata?.KeyId ?? "", arn: KeyMetadata?.Arn ?? "" };
}

/** In a key policy `*` means the key that it is attached to; a policy that names its key by ARN would name the old one. */
export function policyForAnother(policy: string, { id }: KeyIdentity): string {
  return policy.replaceAll(new RegExp(`"arn:[^":]+:kms:[^":]*:\\d*:key/${id}"`, "g"), '"*"');
}

async function copyRotation(kms: KMSClient, oldKey: KeyIdentity, newKey: KeyIdentity): Promise<void> {
  const { KeyRotationEnabled, RotationPeriodInDays } = await askKms(
    `The rotation of ${oldKey.arn} cannot be read`,
    () => kms.send(new GetKeyRotationStatusCommand({ KeyId: oldKey.arn })),
  );
  if (!KeyRotationEnabled) return;
  await askKms(`The rotation of ${newKey.arn} is not enabled`, () =>
    kms.send(new EnableKeyRotationCommand({ KeyId: newKey.arn, RotationPeriodInDays })),
  );
}
