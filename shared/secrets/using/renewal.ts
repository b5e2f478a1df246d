import { LRUCache } from "lru-cache";
import { type Cache, type Clock, TimeOverError, within } from "../cache/index.ts";
import type { Secret } from "../secret.ts";

/** The first pause between two readings because of refused logins, and the longest, in milliseconds. */
const firstPauseMs = 100;
const longestPauseMs = 5_000;

/** When nobody asked for so long, the next reading is at once, in milliseconds. */
const quietMs = 10_000;

/** Reads secrets anew because their login was refused: once for all who wait, and with growing pauses. */
export interface Renewal {
  /**
   * A value that was not refused yet or, while there is none, the same one read again: it may be good again, as when
   * a rotation was taken back.
   *
   * @param refused what was tried in vain
   * @param endMs until when to wait, by the monotonic clock
   * @returns undefined when the time is over
   */
  after(id: string, refused: Secret, endMs: number): Promise<Secret | undefined>;
}

interface State {
  lastMs: number;
  /** How many readings one after the other brought nothing new. */
  unchanged: number;
  next?: Promise<Secret | undefined> | undefined;
}

/** What renewals need. */
interface RenewalWorld {
  cache: Pick<Cache<Secret>, "peek" | "renew">;
  clock: Clock;
  random: () => number;
  /** Of how many secrets it is known when they were read anew. */
  maxItems: number;
}

/** Makes renewals over a cache. */
export function createRenewal({ cache, clock, random, maxItems }: RenewalWorld): Renewal {
  const states = new LRUCache<string, State>({ max: maxItems });

  const stateOf = (id: string): State => {
    const known = states.get(id);
    if (known) return known;
    const state: State = { lastMs: Number.NEGATIVE_INFINITY, unchanged: 0 };
    states.set(id, state);
    return state;
  };

  const next = async (id: string, state: State, refused: Secret): Promise<Secret | undefined> => {
    const idleMs = clock.monotonicMs() - state.lastMs;
    if (idleMs > quietMs) state.unchanged = 0;
    // At random between half the pause and all of it, so that a fleet does not ask at once.
    const pauseMs = Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(state.unchanged, 10));
    const restMs = pauseMs * (0.5 + 0.5 * random()) - idleMs;
    if (restMs > 0) await clock.sleep(restMs, new AbortController().signal);
    state.lastMs = clock.monotonicMs();
    // A reading that fails brings nothing new either: what is at hand is tried again, until the time is over.
    const secret = await cache.renew(id).catch(() => refused);
    state.unchanged = secret.versionId === refused.versionId ? state.unchanged + 1 : 0;
    return secret;
  };

  return {
    after: async (id, refused, endMs) => {
      const atHand = cache.peek(id);
      if (atHand && atHand.versionId !== refused.versionId) return atHand;
      const restMs = endMs - clock.monotonicMs();
      if (restMs <= 0) return undefined;
      const state = stateOf(id);
      state.next ??= next(id, state, refused).finally(() => {
        state.next = undefined;
      });
      const shared = state.next;
      try {
        return await within(clock, restMs, () => shared);
      } catch (error) {
        if (error instanceof TimeOverError) return undefined;
        throw error;
      }
    },
  };
}
