import type { ServerResponse } from "node:http";
import { type AddressInfo, createServer } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { http } from "../../../shared/rotation/engines/http/engine.ts";
import { AuthenticationError, HostUnreachableError } from "../../../shared/rotation/errors.ts";
import { type ApiOfKeys, startApiOfKeys } from "./api-of-keys.ts";
import { failureOf } from "./failure.ts";
import { cut, stall, status } from "./json-server.ts";
import { listingSecret, overlapSecret, world } from "./secret.ts";

const timeoutMs = 5_000;
const canary = "sk_canary-9f3TqX";

const latin1 = (response: ServerResponse): void =>
  void response.writeHead(201).end(Buffer.from("é", "latin1"));

let api: ApiOfKeys;
let secret: ReturnType<typeof overlapSecret>;
beforeEach(async () => {
  api = await startApiOfKeys();
  secret = overlapSecret(api, api.makeKey());
});
afterEach(() => api.stop());

const logIn = (within = timeoutMs) =>
  failureOf(http.logIn(http.parse(secret), within), [secret.apiKey, canary]);
const next = (within = timeoutMs) =>
  failureOf(http.next(secret, "billing", world([secret], within)), [secret.apiKey, canary]);

describe("the test of a key", () => {
  test.each([
    { says: 401, name: "AuthenticationError", code: "authentication" },
    { says: 403, name: "EngineError", code: "privilege" },
    { says: 400, name: "EngineError", code: "answer" },
    { says: 404, name: "EngineError", code: "answer" },
  ])("fails with $name ($code) at status $says, once, and quotes nothing", async ({ says, name, code }) => {
    api.disturb("GET /me", { done: false, answer: status(says, {}, `{"key":"${canary}"}`) });
    expect(await logIn()).toMatchObject({
      name,
      code,
      message: expect.stringContaining(`${says} to "rotation.test"`),
    });
    expect(api.receivedOf("GET /me")).toHaveLength(1);
  });

  test("takes the status that the secret says for a refusal", async () => {
    const credential = http.parse({
      ...secret,
      rotation: { ...secret.rotation, test: { ...secret.rotation.test, refused: [403] } },
    });
    api.disturb("GET /me", { done: false, answer: status(403) });
    await expect(http.logIn(credential, timeoutMs)).rejects.toBeInstanceOf(AuthenticationError);
  });

  test("takes no status for success but the one that the secret says", async () => {
    const test = { ...secret.rotation.test, status: [202] };
    const credential = http.parse({ ...secret, rotation: { ...secret.rotation, test } });
    await expect(http.logIn(credential, timeoutMs)).rejects.toMatchObject({ code: "answer" });
    api.disturb("GET /me", { done: false, answer: status(202) });
    await http.logIn(credential, timeoutMs);
  });

  test.each([429, 500, 503])("is repeated after status %i", async (code) => {
    api.disturb("GET /me", { done: false, answer: status(code) });
    api.disturb("GET /me", { done: false, answer: status(code, { "retry-after": "0" }) });
    await http.logIn(http.parse(secret), timeoutMs);
    expect(api.receivedOf("GET /me")).toHaveLength(3);
  });

  test("is not repeated where Retry-After is longer than the time", async () => {
    api.disturb("GET /me", { done: false, answer: status(429, { "retry-after": "3600" }) });
    expect(await logIn()).toMatchObject({ name: "HostUnreachableError", code: "quota" });
    expect(api.receivedOf("GET /me")).toHaveLength(1);
  });

  test("does not follow a redirect, which would take the key elsewhere", async () => {
    const elsewhere = await startApiOfKeys();
    try {
      for (const code of [301, 302, 307, 308]) {
        api.disturb("GET /me", { done: false, answer: status(code, { location: `${elsewhere.url}/me` }) });
        expect(await logIn()).toMatchObject({ code: "answer", message: expect.stringContaining("redirect") });
      }
      expect(elsewhere.received).toEqual([]);
    } finally {
      await elsewhere.stop();
    }
  });

  test("ends in time where nothing is answered", async () => {
    api.disturb("GET /me", { done: false, answer: stall });
    expect(await logIn(300)).toMatchObject({ name: "HostUnreachableError", code: "connect" });
  });

  test("ends in time where the answer begins, but never ends", async () => {
    api.disturb("GET /me", { done: false, answer: (response) => void response.writeHead(200).write("{") });
    expect(await logIn(300)).toMatchObject({ name: "HostUnreachableError", code: "connect" });
  });

  test("fails where the connection breaks within the answer", async () => {
    const broken = { "content-length": "100" };
    api.disturb("GET /me", {
      done: false,
      answer: (response) => response.writeHead(200, broken).write("{", () => response.socket?.destroy()),
    });
    expect(await logIn()).toMatchObject({ name: "HostUnreachableError", code: "connect" });
  });

  test("fails where the answer is longer than a megabyte", async () => {
    api.disturb("GET /me", { done: false, answer: status(200, {}, "x".repeat(1_048_577)) });
    expect(await logIn()).toMatchObject({
      code: "answer",
      message: expect.stringContaining("1048576 bytes"),
    });
  });

  test("fails where the answer is compressed, which could hide its length", async () => {
    api.disturb("GET /me", { done: false, answer: status(200, { "content-encoding": "gzip" }, "x") });
    expect(await logIn()).toMatchObject({ code: "answer" });
  });
});

describe("a server that cannot be talked to", () => {
  test("is unreachable where nothing listens", async () => {
    await api.stop();
    expect(await logIn()).toMatchObject({ name: "HostUnreachableError", code: "connect" });
    api = await startApiOfKeys();
  });

  test("is unreachable where its name does not resolve", async () => {
    const elsewhere = JSON.parse(
      JSON.stringify(secret).replaceAll(api.url, "https://keys.invalid"),
    ) as typeof secret;
    const error = await failureOf(http.logIn(http.parse(elsewhere), timeoutMs), [secret.apiKey]);
    expect(error).toBeInstanceOf(HostUnreachableError);
    expect(error).toMatchObject({ code: "dns", message: expect.stringContaining("keys.invalid") });
  });

  test("is told from an API where it speaks no HTTP", async () => {
    const server = createServer(
      (socket) =>
        void socket
          .on("error", () => {})
          .resume()
          .end("220 mail.example.com ESMTP\r\n"),
    );
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    const { port } = server.address() as AddressInfo;
    const there = `http://127.0.0.1:${port}`;
    const elsewhere = JSON.parse(JSON.stringify(secret).replaceAll(api.url, there)) as typeof secret;
    const error = await failureOf(http.logIn(http.parse(elsewhere), timeoutMs), [secret.apiKey]);
    expect(error).toMatchObject({ name: "EngineError", code: "answer" });
    await new Promise((closed) => server.close(closed));
  });
});

describe("the request that makes a key", () => {
  test.each([
    { problem: "breaks before it arrives", done: false, answer: cut },
    { problem: "breaks after it arrived", done: true, answer: cut },
    { problem: "is answered with 503", done: false, answer: status(503) },
    { problem: "is answered with 429", done: false, answer: status(429, { "retry-after": "0" }) },
    { problem: "is answered with a redirect", done: false, answer: status(307, { location: "/keys" }) },
    {
      problem: "is answered with half of a JSON",
      done: true,
      answer: status(201, {}, `{"key":{"secret":"${canary}`),
    },
    { problem: "is answered with nothing", done: true, answer: status(201) },
    { problem: "is answered with other bytes than UTF-8", done: true, answer: latin1 },
  ])("is sent once, even if it $problem", async ({ done, answer }) => {
    api.disturb("POST /keys", { done, answer });
    await next();
    expect(api.receivedOf("POST /keys")).toHaveLength(1);
  });

  test.each([
    { answer: "{}", pointer: "/key/secret" },
    { answer: `{"key":"${canary}"}`, pointer: "/key/secret" },
    { answer: `{"key":{"secret":""}}`, pointer: "/key/secret" },
    { answer: `{"key":{"secret":null}}`, pointer: "/key/secret" },
    { answer: `{"key":{"secret":["${canary}"]}}`, pointer: "/key/secret" },
    { answer: `{"key":{"secret":"${canary}"}}`, pointer: "/key/id" },
    { answer: `["${canary}"]`, pointer: "/key/secret" },
    { answer: `"${canary}"`, pointer: "/key/secret" },
  ])("names the pointer at which $answer has nothing, and stores nothing", async ({ answer, pointer }) => {
    api.disturb("POST /keys", { done: true, answer: status(201, {}, answer) });
    expect(await next()).toMatchObject({
      name: "EngineError",
      code: "answer",
      message: expect.stringContaining(`"${pointer}"`),
    });
  });

  test("fails where the answer has the key that the secret has already", async () => {
    const same = JSON.stringify({ key: { id: secret.keyId, secret: secret.apiKey } });
    api.disturb("POST /keys", { done: false, answer: status(201, {}, same) });
    expect(await next()).toMatchObject({ code: "answer", message: expect.stringContaining("has already") });
  });

  test("fails where the new key could not be sent", async () => {
    const body = JSON.stringify({ key: { id: 7, secret: `${canary}\r\nX-Other: 1` } });
    api.disturb("POST /keys", { done: false, answer: status(201, {}, body) });
    expect(await next()).toMatchObject({ code: "answer", message: expect.stringContaining('"apiKey"') });
  });

  test("keeps a number that JavaScript cannot hold as the text that it is", async () => {
    const body = `{"key":{"id":12345678901234567891,"secret":"${canary}"}}`;
    api.disturb("POST /keys", { done: false, answer: status(201, {}, body) });
    const made = await http.next(secret, "billing", world([secret]));
    expect(made.keyId).toBe("12345678901234567891");
  });

  test.each([
    { says: 401, name: "AuthenticationError", code: "authentication" },
    { says: 403, name: "EngineError", code: "privilege" },
    { says: 422, name: "EngineError", code: "answer" },
  ])("fails with $name ($code) at status $says", async ({ says, name, code }) => {
    api.disturb("POST /keys", { done: false, answer: status(says) });
    expect(await next()).toMatchObject({ name, code });
  });

  test("ends in time where nothing is answered, and is not sent again", async () => {
    api.disturb("POST /keys", { done: true, answer: stall });
    expect(await next(300)).toMatchObject({ name: "HostUnreachableError", code: "connect" });
    expect(api.receivedOf("POST /keys")).toHaveLength(1);
  });

  test("is not sent where the keys that are there cannot be listed", async () => {
    const listing = listingSecret(api, api.makeKey());
    api.disturb("GET /keys", { done: false, answer: status(403) });
    const error = await failureOf(http.next(listing, "billing", world([listing])), [listing.apiKey]);
    expect(error).toMatchObject({ code: "privilege", message: expect.stringContaining("rotation.list") });
    expect(api.receivedOf("POST /keys")).toEqual([]);
  });
});

test("the requests arrive as the secret describes them", async () => {
  await http.next(secret, "billing", world([secret]));
  const [create] = api.receivedOf("POST /keys");
  expect(create?.body).toBe('{"name":"billing"}');
  expect(create?.headers).toMatchObject({
    authorization: `Bearer ${secret.apiKey}`,
    "content-type": "application/json",
    accept: "application/json",
    connection: "close",
  });
});
