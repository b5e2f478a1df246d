import { aliasesOf } from "../aliases.ts";
import { cancelDeletion, scheduleDeletion } from "../deletion/schedule.ts";
import { KeyStateError } from "../errors.ts";
import { resolveKey } from "../resolve.ts";
import { disableKey, enableKey } from "../state.ts";
import type { ReplaceContext } from "./context.ts";
import { enter, saveInStage } from "./in-stage.ts";
import { type OldKeyUser, type Replacement, withNote } from "./replacement.ts";
import { joinUsers } from "./uses.ts";

/** Disables the old key, unless something needs it. */
export async function disableOldKey(context: ReplaceContext, state: Replacement): Promise<void> {
  const { kms, now } = context;
  const reason = await whyBlocked(context, state);
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

async function whyBlocked(context: ReplaceContext, state: Replacement): Promise<string | undefined> {
  const { settings, oldKey } = state;
  const aliases = await aliasesOf(context.kms, { name: oldKey.arn, arn: oldKey.arn });
  if (aliases.length > 0) {
    return `${aliases.join(", ")} points at the old key again. Move it to the new key, and resume.`;
  }
  if (settings.acceptLeft) return undefined;
  const { found, notLookedAt } = await context.dependentsOf(oldKey.arn);
  const reasons = [
    ...state.left.map(({ name, reason }) => `${name}: ${reason}`),
    ...found.map(({ kind, id, loss }) => `${kind} ${id}: ${loss}.`),
    ...notLookedAt.map(({ what, reason }) => `${what} were not looked at: ${reason}.`),
  ];
  const count = state.leftCount + found.length + notLookedAt.length;
  if (count === 0) return undefined;
  const named = reasons.slice(0, 5).join(" ");
  return `The old key stays, since ${count} things may need it: ${named} Put them right and resume, or resume with --accept-left to lose them.`;
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
export async function scheduleOldKeysDeletion(context: ReplaceContext, state: Replacement): Promise<void> {
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
    deletionAt = await scheduleDeletion(kms, key, state.settings.deletionWindowDays);
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
    await cancelDeletion(kms, key);
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
