import { addSeconds, differenceInSeconds, max, min, startOfSecond, subDays } from "date-fns";
import { lastUsageOf } from "../deletion/last-usage.ts";
import type { ReplaceContext } from "./context.ts";
import { beginRound, enter, saveInStage } from "./in-stage.ts";
import { type Replacement, withNote } from "./replacement.ts";
import { enableAgain } from "./take-out.ts";
import { joinUsers, usesOf } from "./uses.ts";

/** How long CloudTrail keeps events for lookups, with an hour to spare. */
const keptDays = 89;

/** How often it is looked at most seldom and most often, and how often in a quiet period. */
const looks = { seldomSeconds: 6 * 3_600, oftenSeconds: 1, inPeriod: 12 } as const;

/**
 * Looks whether the old key was used since the last look. Each use begins the quiet period anew. When it is over,
 * everything is gone over once more, since something may have been put under the old key meanwhile.
 */
export async function watchOldKey(context: ReplaceContext, state: Replacement): Promise<void> {
  const { kms, now } = context;
  const { oldKey, settings } = state;
  const to = trailEnd(context);
  const kept = subDays(now(), keptDays);
  const seen = new Date(state.seenUpTo ?? state.startedAt);
  // What was while nobody looked, and is not kept any more, is not known to be quiet.
  let quietSince = max([new Date(state.quietSince ?? state.startedAt), ...(seen < kept ? [kept] : [])]);
  const from = max([seen, kept]);
  const uses = to > from ? await usesOf(context, oldKey, { from, to }) : { users: [], problem: undefined };
  const lastUsage = await lastUsageOf(kms, oldKey);
  quietSince = max([
    quietSince,
    ...uses.users.map(({ last }) => new Date(last)),
    ...(lastUsage.known === true ? [lastUsage.at] : []),
  ]);
  const seenUpTo = uses.problem === undefined ? max([from, to]) : from;
  const quietSeconds = differenceInSeconds(seenUpTo, quietSince);
  await saveInStage(context, state, (it) => {
    const told = {
      ...(uses.problem === undefined
        ? it
        : withNote(it, `The trail could not be looked up, so that the old key stays: ${uses.problem}`)),
      users: joinUsers(it.users, uses.users),
      quietSince: quietSince.toISOString(),
      seenUpTo: seenUpTo.toISOString(),
    };
    if (quietSeconds >= settings.quietForSeconds)
      return { ...beginRound(told), round: it.round + 1, found: 0 };
    return { ...told, notBefore: nextLook(now(), quietSeconds, settings.quietForSeconds).toISOString() };
  });
}

/** Up to when the trail is complete; its times are whole seconds. */
function trailEnd({ now, trailDelaySeconds }: ReplaceContext): Date {
  return startOfSecond(addSeconds(now(), -trailDelaySeconds));
}

function nextLook(now: Date, quietSeconds: number, quietForSeconds: number): Date {
  const seldom = addSeconds(now, Math.min(looks.seldomSeconds, quietForSeconds / looks.inPeriod));
  const over = addSeconds(now, quietForSeconds - Math.max(0, quietSeconds));
  return max([min([seldom, over]), addSeconds(now, looks.oftenSeconds)]);
}

/**
 * Watches the disabled key: a refused use means that somebody still needs it, so that it is enabled at once and the
 * quiet period begins anew. Without one, its deletion is next.
 */
export async function watchDisabledKey(context: ReplaceContext, state: Replacement): Promise<void> {
  const { now } = context;
  const { oldKey, settings } = state;
  const disabledAt = new Date(state.disabledAt ?? state.startedAt);
  const to = trailEnd(context);
  const from = max([disabledAt, new Date(state.seenUpTo ?? disabledAt)]);
  const uses = to > from ? await usesOf(context, oldKey, { from, to }) : { users: [], problem: undefined };
  if (uses.users.length > 0) {
    await enableAgain(context, state, uses.users);
    return;
  }
  const seenUpTo = uses.problem === undefined ? max([from, to]) : from;
  const isOver = differenceInSeconds(seenUpTo, disabledAt) >= settings.disabledForSeconds;
  await saveInStage(context, state, (it) => {
    const told =
      uses.problem === undefined ? it : withNote(it, `The trail could not be looked up: ${uses.problem}`);
    if (isOver) return { ...enter(told, "scheduleDeletion"), seenUpTo: seenUpTo.toISOString() };
    const seconds = differenceInSeconds(seenUpTo, disabledAt);
    const next = nextLook(now(), seconds, settings.disabledForSeconds);
    return { ...told, seenUpTo: seenUpTo.toISOString(), notBefore: next.toISOString() };
  });
}
