import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { SecretFields } from "../../../shared/rotation/engine.ts";
import { http } from "../../../shared/rotation/engines/http/engine.ts";
import { AuthenticationError, EngineError, HostUnreachableError } from "../../../shared/rotation/errors.ts";
import { type ApiOfKeys, startApiOfKeys } from "./api-of-keys.ts";
import { failureOf } from "./failure.ts";
import { cut, status } from "./json-server.ts";
import { listingSecret, overlapSecret, replacingSecret, world } from "./secret.ts";

const timeoutMs = 5_000;
const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();

let api: ApiOfKeys;
beforeEach(async () => {
  api = await startApiOfKeys();
});
afterEach(() => api.stop());

const idsAtApi = () => api.keys.map(({ id }) => id);
const next = (secret: SecretFields, labelled: SecretFields[] = [secret]) =>
  http.next(secret, "billing", world(labelled));
const overlap = () => {
  if (!http.overlap) throw new Error("The engine has no overlap.");
  return http.overlap;
};
const singleUser = () => {
  if (!http.singleUser) throw new Error("The engine has no single-user.");
  return http.singleUser;
};

describe("overlap", () => {
  test("makes a key beside the old one and keeps every other field", async () => {
    const old = api.makeKey();
    const secret = { ...overlapSecret(api, old), note: "of the billing team" };
    const made = await next(secret);
    const [, key] = api.keys;
    expect(made).toEqual({ ...secret, apiKey: key?.secret, keyId: key?.id });
    await http.logIn(http.parse(secret), timeoutMs);
    await http.logIn(http.parse(made), timeoutMs);
  });

  test("adds nothing but the proof that the new key works", async () => {
    const secret = overlapSecret(api, api.makeKey());
    const made = await next(secret);
    const [current, pending] = [http.parse(secret), http.parse(made)];
    await overlap().add(current, current, pending, timeoutMs);
    await overlap().add(current, current, pending, timeoutMs);
    expect(api.keys).toHaveLength(2);
    expect(api.received.at(-1)).toMatchObject({ method: "GET", path: "/me" });
  });

  test("does not add a key that the API does not take", async () => {
    const secret = overlapSecret(api, api.makeKey());
    const [current, pending] = [http.parse(secret), http.parse({ ...secret, apiKey: "sk_unknown" })];
    const error = await failureOf(overlap().add(current, current, pending, timeoutMs), [secret.apiKey]);
    expect(error).toBeInstanceOf(AuthenticationError);
  });

  test("removes the old key with the kept one, and is satisfied with one that is gone", async () => {
    const old = api.makeKey();
    const secret = overlapSecret(api, old);
    const made = await next(secret);
    const [kept, previous] = [http.parse(made), http.parse(secret)];
    await overlap().remove(kept, kept, previous, timeoutMs);
    expect(idsAtApi()).toEqual([made.keyId]);
    await overlap().remove(kept, kept, previous, timeoutMs);
    expect(idsAtApi()).toEqual([made.keyId]);
    await expect(http.logIn(previous, timeoutMs)).rejects.toBeInstanceOf(AuthenticationError);
  });

  test.each([
    { when: "before it reached the API", done: false },
    { when: "after the API did it", done: true },
  ])("a removal that is cut $when is repeated and ends as the first would", async ({ done }) => {
    const secret = overlapSecret(api, api.makeKey());
    const made = await next(secret);
    const [kept, previous] = [http.parse(made), http.parse(secret)];
    api.disturb(`DELETE /keys/${secret.keyId}`, { done, answer: cut });
    const error = await failureOf(overlap().remove(kept, kept, previous, timeoutMs), [secret.apiKey]);
    expect(error).toBeInstanceOf(HostUnreachableError);
    await overlap().remove(kept, kept, previous, timeoutMs);
    expect(idsAtApi()).toEqual([made.keyId]);
  });

  test("never removes the kept key, even if the old version holds the same", async () => {
    const secret = overlapSecret(api, api.makeKey());
    const kept = http.parse({ ...secret, note: "new" });
    await overlap().remove(kept, kept, http.parse(secret), timeoutMs);
    expect(idsAtApi()).toEqual([secret.keyId]);
    expect(api.received).toEqual([]);
  });

  test("without a request to revoke, old keys are left to expire", async () => {
    const secret = overlapSecret(api, api.makeKey());
    const { revoke: _, ...rotation } = secret.rotation;
    const expiring = { ...secret, rotation };
    const made = await next(expiring);
    const kept = http.parse(made);
    await overlap().remove(kept, kept, http.parse(expiring), timeoutMs);
    expect(api.keys).toHaveLength(2);
  });

  test("leaves a key that the next rotation revokes once it is older than 15 minutes", async () => {
    const secret = listingSecret(api, api.makeKey());
    api.disturb("POST /keys", { done: true, answer: cut });
    const error = await failureOf(next(secret), [secret.apiKey]);
    expect(error).toBeInstanceOf(HostUnreachableError);
    expect(error.message).toContain("It may have made a key all the same");
    const [, orphan] = api.keys;
    if (orphan) orphan.created = minutesAgo(16);

    const made = await next(secret);
    expect(idsAtApi()).toEqual([secret.keyId, made.keyId]);
    expect(made.keyId).not.toBe(orphan?.id);
  });

  test("leaves a key that is not touched as long as another run may be about to store it", async () => {
    const secret = listingSecret(api, api.makeKey());
    const young = api.makeKey({ created: minutesAgo(14) });
    await next(secret);
    expect(idsAtApi()).toContain(young.id);
  });

  test("leaves nothing where the API knows a repeated request by its key", async () => {
    const secret = overlapSecret(api, api.makeKey());
    const versionId = "c1a5e0de-0000-4000-8000-000000000001";
    api.disturb("POST /keys", { done: true, answer: cut });
    const again = () =>
      http.next(secret, "billing", { ...world([secret]), versionId } as ReturnType<typeof world>);
    await failureOf(again(), [secret.apiKey]);
    const made = await again();
    expect(idsAtApi()).toEqual([secret.keyId, made.keyId]);
  });
});

describe("looking for keys that interrupted rotations left", () => {
  test("spares keys that any labelled version holds, and keys of others", async () => {
    const [previous, current, foreign] = [
      api.makeKey({ created: minutesAgo(90) }),
      api.makeKey({ created: minutesAgo(60) }),
      api.makeKey({ created: minutesAgo(60), name: "shipping" }),
    ];
    const secret = listingSecret(api, current);
    const made = await next(secret, [secret, listingSecret(api, previous)]);
    expect(idsAtApi()).toEqual([previous.id, current.id, foreign.id, made.keyId]);
  });

  test("revokes nothing where a labelled version does not know its key's id", async () => {
    const byHand = api.makeKey({ created: minutesAgo(90) });
    const secret = listingSecret(api, api.makeKey());
    const { keyId: _, ...withoutId } = listingSecret(api, byHand);
    await next(secret, [secret, withoutId]);
    expect(idsAtApi()).toContain(byHand.id);
  });

  test("spares a key whose age is not told", async () => {
    const secret = listingSecret(api, api.makeKey());
    const spared = ["", "yesterday", "2020-01-01", "2020-01-01T00:00:00"].map(
      (created) => api.makeKey({ created }).id,
    );
    await next(secret);
    expect(idsAtApi()).toEqual(expect.arrayContaining(spared));
  });

  test("understands seconds and milliseconds since 1970", async () => {
    const secret = listingSecret(api, api.makeKey());
    const list = (created: unknown) => JSON.stringify({ keys: [{ id: 7, name: "billing", created }] });
    const now = Date.now();
    const old = [Math.floor(now / 1_000) - 1_000, now - 1_000_000];
    for (const created of [...old, Math.floor(now / 1_000) - 800, now - 800_000]) {
      api.disturb("GET /keys", { done: true, answer: status(200, {}, list(created)) });
      await next(secret);
    }
    expect(api.receivedOf("DELETE /keys/7")).toHaveLength(old.length);
  });

  test("takes a list that is none for an error, and makes no key", async () => {
    const secret = listingSecret(api, api.makeKey());
    for (const body of ['{"keys":{}}', "{}", "[]", "null"]) {
      api.disturb("GET /keys", { done: true, answer: status(200, {}, body) });
      const error = await failureOf(next(secret), [secret.apiKey]);
      expect(error).toMatchObject({ name: "EngineError", code: "answer" });
    }
    expect(api.keys).toHaveLength(1);
  });

  test("does not let an id of the list reach another path", async () => {
    const secret = listingSecret(api, api.makeKey());
    const item = { name: "billing", created: minutesAgo(60) };
    const list = JSON.stringify({ keys: [{ ...item, id: "../users/1?all=true#" }] });
    api.disturb("GET /keys", { done: true, answer: status(200, {}, list) });
    await failureOf(next(secret), [secret.apiKey]);
    expect(api.received.at(-1)?.path).toBe("/keys/..%2Fusers%2F1%3Fall%3Dtrue%23");

    api.disturb("GET /keys", {
      done: true,
      answer: status(200, {}, JSON.stringify({ keys: [{ ...item, id: ".." }] })),
    });
    const before = api.receivedOf("DELETE /").length;
    await failureOf(next(secret), [secret.apiKey]);
    expect(api.receivedOf("DELETE /")).toHaveLength(before);
  });
});

describe("single-user, where the new key ends the old one", () => {
  test("makes the key that replaces the old one", async () => {
    const secret = replacingSecret(api, api.makeKey());
    const made = await next(secret);
    const [current, pending] = [http.parse(secret), http.parse(made)];
    await singleUser().set(current, pending, timeoutMs);
    await singleUser().set(current, pending, timeoutMs);
    await http.logIn(pending, timeoutMs);
    await expect(http.logIn(current, timeoutMs)).rejects.toBeInstanceOf(AuthenticationError);
    expect(idsAtApi()).toEqual([made.keyId]);
  });

  test("says that a replaced key cannot come back", async () => {
    const secret = replacingSecret(api, api.makeKey());
    const made = await next(secret);
    const error = await failureOf(singleUser().set(http.parse(made), http.parse(secret), timeoutMs), [
      secret.apiKey,
    ]);
    expect(error).toBeInstanceOf(EngineError);
    expect(error).not.toBeInstanceOf(AuthenticationError);
    expect(error.message).toContain("finish the rotation instead of undoing it");
  });

  test("says that neither key is taken", async () => {
    const secret = replacingSecret(api, api.makeKey());
    api.keys.length = 0;
    const credential = http.parse(secret);
    await expect(singleUser().set(credential, credential, timeoutMs)).rejects.toBeInstanceOf(
      AuthenticationError,
    );
  });

  test("says what is left to do where an interrupted run lost the only key", async () => {
    const secret = replacingSecret(api, api.makeKey());
    api.disturb("POST /keys/rotate", { done: true, answer: cut });
    const lost = await failureOf(next(secret), [secret.apiKey]);
    expect(lost.message).toContain("the old one works no more");
    const error = await failureOf(next(secret), [secret.apiKey]);
    expect(error).toBeInstanceOf(AuthenticationError);
    expect(error.message).toContain("by hand");
  });

  test("loses nothing where the request never reached the API", async () => {
    const secret = replacingSecret(api, api.makeKey());
    api.disturb("POST /keys/rotate", { done: false, answer: cut });
    await failureOf(next(secret), [secret.apiKey]);
    const made = await next(secret);
    expect(idsAtApi()).toEqual([made.keyId]);
  });

  test("is repaired by a repetition where another credential authorizes it", async () => {
    const admin = api.makeKey({ name: "admin" });
    const secret = replacingSecret(api, api.makeKey());
    const create = {
      url: `${api.url}/keys`,
      headers: { Authorization: "Bearer {{adminKey}}" },
      body: { name: "billing" },
    };
    const authorized = { ...secret, adminKey: admin.secret, rotation: { ...secret.rotation, create } };
    api.disturb("POST /keys", { done: true, answer: cut });
    await failureOf(next(authorized), [secret.apiKey, admin.secret]);
    const made = await next(authorized);
    await http.logIn(http.parse(made), timeoutMs);
  });
});
