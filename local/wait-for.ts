import { setTimeout as pause } from "node:timers/promises";

/** What was waited for did not happen in time. */
export class DeadlineError extends Error {
  override name = "DeadlineError";
}

/**
 * Asks until there is an answer.
 *
 * @param ask returns undefined as long as there is none
 * @param options `what` is waited for, in words; how many `seconds` at most; `everyMs` between two questions
 * @throws DeadlineError when the time is over
 */
export async function waitFor<T>(
  ask: () => Promise<T | undefined> | T | undefined,
  options: { what: string; seconds: number; everyMs?: number; signal?: AbortSignal | undefined },
): Promise<T> {
  const deadline = performance.now() + options.seconds * 1_000;
  for (;;) {
    options.signal?.throwIfAborted();
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (performance.now() > deadline) {
      throw new DeadlineError(`Waited ${options.seconds} s in vain for ${options.what}.`);
    }
    await pause(options.everyMs ?? 200, undefined, options.signal ? { signal: options.signal } : {});
  }
}
