import { CancelKeyDeletionCommand, type KMSClient, ScheduleKeyDeletionCommand } from "@aws-sdk/client-kms";
import { askKms } from "../ask.ts";
import { KeyStateError } from "../errors.ts";
import { requireState, resolveKey } from "../resolve.ts";
import { disableKey, enableKey } from "../state.ts";
import { aliasesOf } from "./aliases.ts";
import type { ReplaceContext } from "./context.ts";
import { enter, saveInStage } from "./in-stage.ts";
import { type OldKeyUser, type Replacement, withNote } from "./replacement.ts";
import { joinUsers } from "./uses.ts";

/** Disables the old key, unless something needs it. */
export async function disableOldKey(context: ReplaceContext, state: Replacement): Promise<void> {
  const { kms, now } = context;
  const reason = await whyBlocked(kms, state);
  if (reason !== undefined) {
    // From the watch on, so that what was put right meanwhile is found.
    await saveInStage(context, state, (it) => ({ ...enter(it, "watch"), blocked: reason }));
    return;
  }
  const key = await resolveKey(kms, state.oldKey.arn);
  // Before the call: a use that is refused from then on counts.
  const disabledAt = now().toISOString();
  await disableKey(kms, key);
  await saveInStage(context, state, (it) => ({ ...enter(it, "rest"), disabledAt, seenUpTo: disabledAt }));
}

async function whyBlocked(kms: KMSClient, state: Replacement): Promise<string | undefined> {
  const { left, leftCount, settings, oldKey } = state;
  const aliases = await aliasesOf(kms, oldKey.arn);
  if (aliases.length > 0) {
    return `${aliases.join(", ")} points at the old key again. Move it to the new key, and resume.`;
  }
  if (leftCount === 0 || settings.acceptLeft) return undefined;
  const named = left.slice(0, 5).map(({ name, reason }) => `${name}: ${reason}`);
  return `Only the old key decrypts ${leftCount} things: ${named.join(" ")} Put them right and resume, or resume with --accept-left to lose them.`;
}

/** Somebody asked for the disabled key: it serves again, and is watched anew. */
export async function enableAgain(
  context: ReplaceContext,
  state: Replacement,
  users: readonly OldKeyUser[],
): Promise<void> {
  const { kms, now } = context;
  await enableKey(kms, await resolveKey(kms, state.oldKey.arn));
  const quietSince = now().toISOString();
  const who = users.map(({ principal }) => principal).join(", ");
  await saveInStage(context, state, (it) => ({
    ...withNote(
      enter(it, "watch"),
      `The old key was enabled again at ${quietSince}, since it was asked for by ${who}.`,
    ),
    users: joinUsers(it.users, users),
    disabledAt: undefined,
    quietSince,
    seenUpTo: quietSince,
  }));
}

/** Schedules the deletion of the disabled key: it can be taken back until then. */
export async function scheduleDeletion(context: ReplaceContext, state: Replacement): Promise<void> {
  const { kms } = context;
  const key = await resolveKey(kms, state.oldKey.arn);
  let deletionAt = key.metadata.DeletionDate;
  if (key.state !== "PendingDeletion") {
    if (key.state === "Enabled") {
      await saveInStage(context, state, (it) => ({
        ...enter(it, "watch"),
        blocked: "Somebody enabled the old key. Find out why, and resume.",
      }));
      return;
    }
    requireState(key, ["Disabled"], "be scheduled for deletion");
    const { DeletionDate } = await askKms(`${key.arn} is not scheduled for deletion`, () =>
      kms.send(
        new ScheduleKeyDeletionCommand({
          KeyId: key.arn,
          PendingWindowInDays: state.settings.deletionWindowDays,
        }),
      ),
    );
    deletionAt = DeletionDate;
  }
  await saveInStage(context, state, (it) => ({
    ...enter(it, "done"),
    ...(deletionAt && { deletionAt: deletionAt.toISOString() }),
  }));
}

/** The way back begins with an old key that serves again. */
export async function enableOldKey(context: ReplaceContext, state: Replacement): Promise<void> {
  const { kms } = context;
  let key = await resolveKey(kms, state.oldKey.arn);
  if (key.state === "PendingDeletion") {
    await askKms(`The deletion of ${key.arn} is not cancelled`, () =>
      kms.send(new CancelKeyDeletionCommand({ KeyId: key.arn })),
    );
    key = await resolveKey(kms, state.oldKey.arn);
  }
  if (key.state === "Unavailable") {
    throw new KeyStateError(`${key.arn} is Unavailable: it cannot serve again.`);
  }
  await enableKey(kms, key);
  await saveInStage(context, state, (it) => ({
    ...enter(it, "moveAliases"),
    disabledAt: undefined,
    deletionAt: undefined,
  }));
}
