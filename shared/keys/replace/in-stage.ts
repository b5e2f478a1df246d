import type { ReplaceContext } from "./context.ts";
import type { Replacement, Stage } from "./replacement.ts";

/** Saves what a stage has done, unless the replacement was turned round meanwhile: then AWS shows what was done. */
export async function saveInStage(
  { store }: ReplaceContext,
  { oldKey, stage, direction, run }: Replacement,
  change: (state: Replacement) => Replacement,
): Promise<Replacement> {
  return store.change(oldKey.id, (now) =>
    now.stage === stage && now.direction === direction && now.run === run ? change(now) : now,
  );
}

/** Whether a stage may go on with its next page: nobody paused it, turned it round or took it over. */
export function isStill(now: Replacement, { stage, direction, run }: Replacement): boolean {
  return now.stage === stage && now.direction === direction && now.run === run && !now.paused;
}

/** The state as it is now. */
export async function latest({ store }: ReplaceContext, state: Replacement): Promise<Replacement> {
  return (await store.read(state.oldKey.id)) ?? state;
}

/** A state at the beginning of a stage. */
export function enter(state: Replacement, stage: Stage): Replacement {
  return { ...state, stage, cursor: undefined, scan: undefined };
}

/** Everything is gone over from the beginning; what is left is found anew. */
export function beginRound(state: Replacement): Replacement {
  return {
    ...enter(state, "secrets"),
    left: [],
    leftCount: 0,
    unlabelled: { secretVersions: 0, parameterVersions: 0 },
  };
}
