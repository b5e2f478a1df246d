import { setTimeout as sleep } from "node:timers/promises";

/** Makes something wait for its turn, so that turns come no more often than so many a second. */
export function pace(perSecond: number): () => Promise<void> {
  let next = 0;
  return async () => {
    const now = performance.now();
    const at = Math.max(now, next);
    next = at + 1_000 / perSecond;
    if (at > now) await sleep(at - now);
  };
}
