import type { SecretFields } from "../../engine.ts";
import { AuthenticationError, EngineError, HostUnreachableError } from "../../errors.ts";
import type { HttpCredential } from "./credential.ts";
import type { Description } from "./description.ts";
import { fillRequest } from "./fill-request.ts";
import { answerError, type HttpAnswer, send } from "./send.ts";
import { sendAgain } from "./send-again.ts";

/**
 * Tests a key.
 *
 * @throws AuthenticationError if the API does not take it
 * @throws EngineError if it takes it, but refuses the request, or fails
 */
export async function testKey(credential: HttpCredential, timeoutMs: number): Promise<void> {
  const { test } = credential.description;
  const answer = await sendAgain(fillRequest(test, credential), timeoutMs);
  if (!isExpected(answer, test.status)) throw refusal("test", answer, credential, test.refused);
}

/**
 * Ends a key; one that has ended before is as good.
 *
 * @param old the fields by which the request names the key
 */
export async function revokeKey(
  credential: HttpCredential,
  revoke: NonNullable<Description["revoke"]>,
  old: SecretFields,
  timeoutMs: number,
): Promise<void> {
  const answer = await sendAgain(fillRequest(revoke, credential, old), timeoutMs);
  const { gone = [404, 410] } = revoke;
  if (!isExpected(answer, revoke.status) && !gone.includes(answer.status)) {
    throw refusal("revoke", answer, credential);
  }
}

/** Lists keys, and returns the answer's document. */
export async function listKeys(
  credential: HttpCredential,
  list: NonNullable<Description["list"]>,
  timeoutMs: number,
): Promise<unknown> {
  const answer = await sendAgain(fillRequest(list, credential), timeoutMs);
  if (!isExpected(answer, list.status)) throw refusal("list", answer, credential);
  return jsonOf(answer, credential.system);
}

/**
 * Makes a key, and returns the answer's document. Sent once: after a failure nobody knows whether there is a key.
 *
 * @param idempotencyKey by which the API may know a request that it has answered before
 */
export async function createKey(
  credential: HttpCredential,
  idempotencyKey: string | undefined,
  timeoutMs: number,
): Promise<unknown> {
  const { create } = credential.description;
  const request = fillRequest(create, credential);
  if (idempotencyKey) request.headers = { "idempotency-key": idempotencyKey, ...request.headers };
  const answer = await send(request, timeoutMs);
  if (!isExpected(answer, create.status)) throw refusal("create", answer, credential);
  return jsonOf(answer, credential.system);
}

function isExpected({ status }: HttpAnswer, expected: readonly number[] | undefined): boolean {
  return expected ? expected.includes(status) : status >= 200 && status < 300;
}

/** What a status says that was not expected. The answer is not quoted: it may hold the key. */
function refusal(
  name: string,
  { status }: HttpAnswer,
  { system, username }: HttpCredential,
  refused: readonly number[] = [],
): EngineError {
  const said = `${system} answered ${status} to "rotation.${name}" of "${username}"`;
  if (status === 401 || refused.includes(status)) {
    return new AuthenticationError("authentication", `${said}: it does not take the key.`);
  }
  if (status === 403) {
    return new EngineError(
      "privilege",
      `${said}: the key may not do this. Give its owner the right; if the API says ${status} to keys that do not work, add it to "rotation.test.refused".`,
    );
  }
  if (status === 429)
    return new HostUnreachableError("quota", `${said}: too many requests for now; try again.`);
  if (status >= 500) return new EngineError("answer", `${said}: it failed; try again.`);
  return new EngineError("answer", `${said}, which is not expected. Correct the request in the secret.`);
}

type Reviver = (key: string, value: unknown, context?: { source?: string }) => unknown;

/**
 * An answer's JSON. A number that JavaScript cannot hold exactly stays the text that it was: ids may be that long, and
 * another id is another key.
 */
export function jsonOf({ text }: HttpAnswer, system: string): unknown {
  const parse: (text: string, reviver: Reviver) => unknown = JSON.parse;
  try {
    return parse(text, (_, value, context) => {
      const source = context?.source;
      return typeof value === "number" && source !== undefined && String(value) !== source ? source : value;
    });
  } catch {
    throw answerError(system, "with something that is no JSON");
  }
}
