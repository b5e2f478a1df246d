import { setInterval } from "node:timers/promises";

/** What an application lived through. */
export interface Lived {
  begun: number;
  done: number;
  lost: number;
  /** The longest that a request took, in milliseconds. */
  longestMs: number;
}

/** A running application. */
export interface Application {
  lived: Readonly<Lived>;
  /** Begins no further request, and waits for those under way. */
  stop(): Promise<void>;
}

/** Starts an application that begins a request every 20 ms, whether the last one is done or not. */
export function startApplication(request: () => Promise<unknown>): Application {
  const lived: Lived = { begun: 0, done: 0, lost: 0, longestMs: 0 };
  const stopped = new AbortController();
  const requests: Promise<void>[] = [];
  const one = async () => {
    const began = performance.now();
    lived.begun += 1;
    try {
      await request();
      lived.done += 1;
    } catch {
      lived.lost += 1;
    }
    lived.longestMs = Math.max(lived.longestMs, Math.round(performance.now() - began));
  };
  const loop = (async () => {
    for await (const _ of setInterval(20, undefined, { signal: stopped.signal })) requests.push(one());
  })().catch(() => {});
  return {
    lived,
    stop: async () => {
      stopped.abort();
      await loop;
      await Promise.all(requests);
    },
  };
}
