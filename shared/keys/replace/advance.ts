import { differenceInMilliseconds } from "date-fns";
import { reencryptBuckets } from "./buckets.ts";
import type { ReplaceContext } from "./context.ts";
import { createNewKey } from "./create-key.ts";
import { latest } from "./in-stage.ts";
import { moveAliases } from "./move-aliases.ts";
import { reencryptParameters } from "./parameters.ts";
import type { Replacement, Stage } from "./replacement.ts";
import { resumeWriting } from "./rewrite-parameter.ts";
import { reencryptSecrets, resumeRenaming } from "./secrets.ts";
import { UnknownReplacementError } from "./store.ts";
import { disableOldKey, enableOldKey, scheduleOldKeysDeletion } from "./take-out.ts";
import { watchDisabledKey, watchOldKey } from "./watch.ts";

/** What a run does next. */
export interface Progress {
  /** `superseded`: another run does it now. */
  decision: "goOn" | "wait" | "paused" | "blocked" | "superseded" | "done" | "undone";
  oldKeyId: string;
  stage: Stage;
  waitSeconds: number;
  /** Where it is, in a sentence; why it is blocked. */
  summary: string;
}

type Work = (context: ReplaceContext, state: Replacement) => Promise<void>;

const work: Record<Exclude<Stage, "done" | "undone">, Work> = {
  createKey: createNewKey,
  moveAliases,
  secrets: async (context, state) => reencryptSecrets(context, await resumeRenaming(context, state)),
  parameters: async (context, state) => {
    await resumeWriting(context, state);
    await reencryptParameters(context, await latest(context, state));
  },
  buckets: reencryptBuckets,
  watch: watchOldKey,
  disable: disableOldKey,
  rest: watchDisabledKey,
  scheduleDeletion: scheduleOldKeysDeletion,
  enableOldKey,
};

/**
 * Does a piece of a replacement: what can be done in the process's time. It may be repeated after a death at any call.
 *
 * @param run who asks; one that another has taken over from does nothing
 * @throws UnknownReplacementError; whatever AWS refuses for good, with nothing lost: to be begun again when it is put right
 */
export async function advanceReplacement(
  context: ReplaceContext,
  oldKeyId: string,
  run: string,
): Promise<Progress> {
  const state = await context.store.read(oldKeyId);
  if (!state) throw new UnknownReplacementError(`The key ${oldKeyId} is not being replaced.`);
  const before = progressOf(state, run, context.now());
  if (before.decision !== "goOn" || state.stage === "done" || state.stage === "undone") return before;
  await work[state.stage](context, state);
  return progressOf(await latest(context, state), run, context.now());
}

/** What a run is to do, by the state. */
export function progressOf(state: Replacement, run: string, now: Date): Progress {
  const waitMs = state.notBefore ? differenceInMilliseconds(new Date(state.notBefore), now) : 0;
  const decision = decisionOf(state, run, waitMs);
  return {
    decision,
    oldKeyId: state.oldKey.id,
    stage: state.stage,
    waitSeconds: decision === "wait" ? Math.ceil(waitMs / 1_000) : 0,
    summary: state.blocked ?? stageInWords[state.stage],
  };
}

function decisionOf(state: Replacement, run: string, waitMs: number): Progress["decision"] {
  if (state.run !== run) return "superseded";
  if (state.stage === "done" || state.stage === "undone") return state.stage;
  if (state.blocked !== undefined) return "blocked";
  if (state.paused) return "paused";
  return waitMs > 0 ? "wait" : "goOn";
}

/** What is done in a stage, in words. */
export const stageInWords: Record<Stage, string> = {
  createKey: "The new key is being created.",
  moveAliases: "The aliases are being moved.",
  secrets: "Secrets are being re-encrypted.",
  parameters: "Parameters are being re-encrypted.",
  buckets: "Objects are being re-encrypted.",
  watch: "Everything is re-encrypted; the old key is watched until nobody has used it for the quiet period.",
  disable: "The old key is about to be disabled.",
  rest: "The old key is disabled, and watched for refused uses.",
  scheduleDeletion: "The old key is about to be scheduled for deletion.",
  done: "The old key is replaced, and scheduled for deletion.",
  enableOldKey: "The old key is being enabled again.",
  undone: "The replacement is undone; the old key is in use again.",
};
