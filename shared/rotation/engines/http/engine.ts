import type { Engine, NextCredential, SecretFields } from "../../engine.ts";
import { AuthenticationError, EngineError, HostUnreachableError, InvalidSecretError } from "../../errors.ts";
import { unlessRefused } from "../../refusal.ts";
import { createKey, revokeKey, testKey } from "./ask.ts";
import { checkStrategy, type HttpCredential, oldFields, parseHttpCredential } from "./credential.ts";
import type { Description } from "./description.ts";
import { revokeOrphans } from "./orphans.ts";
import { valueAt } from "./pointer.ts";

/**
 * Keys of any API that makes them by a request. The secret says how (description.ts):
 *
 *     { "engine": "http", "apiKey": "…", "keyId": "17",
 *       "rotation": {
 *         "create": { "url": "https://api.example.com/keys", "body": { "name": "billing" },
 *                     "headers": { "Authorization": "Bearer {{apiKey}}" } },
 *         "store":  { "apiKey": "/key/secret", "keyId": "/key/id" },
 *         "test":   { "url": "https://api.example.com/me", "headers": { "Authorization": "Bearer {{apiKey}}" } },
 *         "revoke": { "url": "https://api.example.com/keys/{{old.keyId}}",
 *                     "headers": { "Authorization": "Bearer {{apiKey}}" } },
 *         "list":   { "url": "https://api.example.com/keys", "headers": { "Authorization": "Bearer {{apiKey}}" },
 *                     "items": "/keys", "id": "/id", "idField": "keyId", "created": "/created_at",
 *                     "only": { "/name": "billing" } } } }
 *
 * **overlap**: both keys work until the old one is revoked. A run that dies between the API's answer to `create` and
 * storing it leaves a key that nobody knows. With `list` and `revoke` the next rotation ends it; without, it stays.
 *
 * **single-user** with `"replaces": true`, where `create` ends the old key at once. AWSCURRENT then works no more from
 * createSecret on, until finishSecret has promoted the new key, and it cannot come back: such a rotation can only go
 * forward. A run that dies between the answer and storing it has lost the only key. That is repaired by a repetition
 * if another credential of the secret, one that is not replaced, authorizes `create`; or, within the time that the API
 * remembers, if it knows Idempotency-Key. Else a person must make a key. Where an API can let the old key live for
 * some time, even without a request to revoke it, describe it without `replaces`.
 */
export const http: Engine<HttpCredential> = {
  strategies: ["overlap", "single-user"],
  issues: true,
  parse: parseHttpCredential,
  checkStrategy,
  next: nextKey,
  logIn: testKey,
  overlap: {
    add: (_as, _current, next, timeoutMs) => testKey(next, timeoutMs),
    remove: async (_as, kept, old, timeoutMs) => {
      const { revoke } = kept.description;
      if (revoke && !isOneKey(kept, old)) await revokeKey(kept, revoke, old.fields, timeoutMs);
    },
    isSame: isOneKey,
  },
  singleUser: { set: assureReplaced, isForwardOnly: ({ description }) => description.replaces },
};

/** Two versions may hold one key, where only another field was changed; and what nothing revokes cannot be retired. */
function isOneKey(one: HttpCredential, other: HttpCredential): boolean {
  const { revoke } = one.description;
  return revoke === undefined || oldFields(revoke).every((name) => one.fields[name] === other.fields[name]);
}

async function nextKey(
  fields: SecretFields,
  _username: string,
  world: NextCredential,
): Promise<SecretFields> {
  const end = performance.now() + world.timeoutMs;
  const remainingMs = () => Math.max(1, end - performance.now());
  const credential = parseHttpCredential(fields);
  await revokeOrphans(credential, world.labelled, remainingMs);
  const answer = await createKey(credential, world.versionId, remainingMs()).catch((error: unknown) => {
    throw withConsequence(error, credential);
  });
  const next = { ...fields, ...storedFields(answer, credential) };
  checkUsable(next, credential);
  return next;
}

/** What a failed request to make a key means for the keys, beside what failed. */
function withConsequence(error: unknown, { description, system }: HttpCredential): unknown {
  const { replaces, list } = description;
  if (error instanceof AuthenticationError && replaces) {
    return new AuthenticationError(
      "authentication",
      `${error.message} A rotation that was interrupted may have replaced it. Make a key at ${system} by hand and store it in AWSCURRENT, then rotate again.`,
    );
  }
  if (!(error instanceof HostUnreachableError) || error.code !== "connect") return error;
  const left = replaces
    ? "if so, the old one works no more"
    : list
      ? "the next rotation after a quarter of an hour revokes it"
      : "look for it there and revoke it";
  return new HostUnreachableError(
    "connect",
    `${error.message} It may have made a key all the same: ${left}.`,
  );
}

/** The new key in the API's answer. */
function storedFields(answer: unknown, { description, fields, system }: HttpCredential): SecretFields {
  const stored = Object.entries(description.store).map(([field, pointer]) => {
    const value = valueAt(answer, pointer);
    if ((typeof value === "string" && value !== "") || typeof value === "number")
      return [field, value] as const;
    throw new EngineError(
      "answer",
      `${system} answered "rotation.create" without text or a number at "${pointer}", where "rotation.store" expects "${field}". Nothing was stored; correct the pointer${keptKey(description)}.`,
    );
  });
  if (stored.some(([field, value]) => fields[field] !== value)) return Object.fromEntries(stored);
  throw new EngineError(
    "answer",
    `${system} answered "rotation.create" with the key that the secret has already. Correct the request in the secret so that it makes a new one.`,
  );
}

function keptKey({ revoke }: Description): string {
  return revoke ? ", and revoke the key that was made" : "";
}

/** Such a version would stop every further step. */
function checkUsable(next: SecretFields, { system }: HttpCredential): void {
  try {
    parseHttpCredential(next);
  } catch (error) {
    if (!(error instanceof InvalidSecretError)) throw error;
    throw new EngineError(
      "answer",
      `${system} made a key that the requests in "rotation" cannot hold: its "${error.field}" cannot stand where it is named. Nothing was stored; correct the requests.`,
    );
  }
}

/**
 * The API took the new key when it made it; that it works is all that is left to find out.
 *
 * @throws AuthenticationError if it takes neither
 * @throws EngineError if it takes `as`, but not `next`: a key that was replaced does not come back
 */
async function assureReplaced(as: HttpCredential, next: HttpCredential, timeoutMs: number): Promise<void> {
  const end = performance.now() + timeoutMs;
  if (await unlessRefused(testKey(next, timeoutMs))) return;
  await testKey(as, Math.max(1, end - performance.now()));
  throw new EngineError(
    "answer",
    `${next.system} takes one key of the rotation, but not the one that is to replace it: a key that was replaced cannot come back. If AWSPENDING is the key that works, finish the rotation instead of undoing it.`,
  );
}
