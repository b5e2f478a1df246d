import { setTimeout as pause } from "node:timers/promises";
import { type HttpAnswer, type HttpRequest, send } from "./send.ts";

/** Milliseconds before a request is sent for the second time; twice as many before each further time. */
const firstPauseMs = 200;

/**
 * Sends a request that may be done twice: again, after what Retry-After says or a growing pause, where the server says
 * that it is busy or failed, as long as there is time. A connection that fails is not tried again.
 *
 * @param timeoutMs how long all of it may take
 * @returns the last answer
 * @throws EngineError as send() does
 */
export async function sendAgain(request: HttpRequest, timeoutMs: number): Promise<HttpAnswer> {
  const end = performance.now() + timeoutMs;
  for (let pauseMs = firstPauseMs; ; pauseMs *= 2) {
    const answer = await send(request, Math.max(1, end - performance.now()));
    const waitMs = answer.retryAfterMs ?? pauseMs * (0.5 + Math.random() / 2);
    const isPassing = answer.status === 429 || answer.status >= 500;
    if (!isPassing || performance.now() + 2 * waitMs > end) return answer;
    await pause(waitMs);
  }
}
