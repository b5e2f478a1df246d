import { afterEach, describe, expect, test } from "vitest";
import { AuthenticationError, HostUnreachableError } from "../../../shared/rotation/errors.ts";
import { failureOf } from "../http/failure.ts";
import { cut, status } from "../http/json-server.ts";
import { type AuthorizationServer, type Policy, startAuthorizationServer } from "./authorization-server.ts";
import { logIn, next, registered, set } from "./secret.ts";

let server: AuthorizationServer;
const start = async (policy: Partial<Policy> = {}) => {
  server = await startAuthorizationServer(policy);
};
afterEach(() => server.stop());

const reads = () => server.receivedOf("GET /register/billing");
const updates = () => server.receivedOf("PUT /register/billing");

describe("rotating a client's secret by its registration", () => {
  test("stores the secret that the server makes, and leaves the rest of both as it was", async () => {
    await start();
    const { metadata } = server.client;
    const secret = { ...registered(server), note: "of the billing team" };
    const made = await next(secret);
    expect(made).toEqual({ ...secret, clientSecret: server.client.secret });
    expect(made.clientSecret).not.toBe(secret.clientSecret);
    expect(server.client.metadata).toEqual(metadata);
  });

  test("ends the old secret, which cannot come back", async () => {
    await start();
    const secret = registered(server);
    const made = await next(secret);
    await set(secret, made);
    await logIn(made);
    await expect(logIn(secret)).rejects.toBeInstanceOf(AuthenticationError);
    const error = await failureOf(set(made, secret), [secret.clientSecret, String(made.clientSecret)]);
    expect(error.message).toContain("finish the rotation instead of undoing it");
  });

  test("stores the registration access token that replaces the old one", async () => {
    await start({ replacesRegistrationTokens: true });
    const made = await next(registered(server));
    expect(made.registrationAccessToken).toBe(server.client.registrationToken);
    expect((await next(made)).clientSecret).toBe(server.client.secret);
  });

  test("needs no secret in what is read", async () => {
    await start({ tellsSecret: false });
    const made = await next(registered(server));
    await logIn(made);
  });

  test("says that the server makes no new secret", async () => {
    await start({ updateMakesSecret: false });
    const secret = registered(server);
    const error = await failureOf(next(secret), [secret.clientSecret, secret.registrationAccessToken]);
    expect(error).toMatchObject({
      code: "answer",
      message: expect.stringContaining("RFC 7592 leaves that to the server"),
    });
  });
});

describe("a run that died between the server's answer and storing it", () => {
  test("is repeated without a second new secret, where the registration tells it", async () => {
    await start();
    const secret = registered(server);
    server.disturb("PUT /register/billing", { done: true, answer: cut });
    const error = await failureOf(next(secret), [secret.clientSecret, secret.registrationAccessToken]);
    expect(error).toBeInstanceOf(HostUnreachableError);
    const made = await next(secret);
    expect(updates()).toHaveLength(1);
    await logIn(made);
  });

  test("is repeated with another new secret, where the registration does not tell it", async () => {
    await start({ tellsSecret: false });
    const secret = registered(server);
    server.disturb("PUT /register/billing", { done: true, answer: cut });
    await failureOf(next(secret), [secret.clientSecret]);
    await logIn(await next(secret));
    expect(updates()).toHaveLength(2);
  });

  test("has lost the registration access token, where the server replaces it, and the error says who can help", async () => {
    await start({ replacesRegistrationTokens: true });
    const secret = registered(server);
    server.disturb("PUT /register/billing", { done: true, answer: cut });
    await failureOf(next(secret), [secret.clientSecret]);
    const error = await failureOf(next(secret), [secret.clientSecret, secret.registrationAccessToken]);
    expect(error).toBeInstanceOf(AuthenticationError);
    expect(error.message).toContain('store it as "registrationAccessToken"');
  });

  test("does not take a secret of another version for the one that was lost", async () => {
    await start();
    const secret = registered(server);
    const stale = { ...secret, clientSecret: "cs-of-before" };
    const made = await next(stale, [stale, secret]);
    expect(updates()).toHaveLength(1);
    await logIn(made);
  });

  test.each([
    { request: "GET /register/billing", done: false },
    { request: "GET /register/billing", done: true },
    { request: "PUT /register/billing", done: false },
  ])("changed nothing where it died at $request (done: $done)", async ({ request, done }) => {
    await start();
    const secret = registered(server);
    server.disturb(request, { done, answer: cut });
    await failureOf(next(secret), [secret.clientSecret]);
    await logIn(secret);
    await logIn(await next(secret));
  });
});

describe("the proof of a client's secret", () => {
  test("is a token of its own", async () => {
    await start();
    await logIn(registered(server));
    expect(server.receivedOf("POST /token")).toHaveLength(1);
  });

  test("is as well that the client is known, but may not have one", async () => {
    await start({ grants: ["refresh_token"] });
    await logIn(registered(server));
    const wrong = { ...registered(server), clientSecret: "wrong" };
    await expect(logIn(wrong)).rejects.toBeInstanceOf(AuthenticationError);
  });

  test("is an introspection where the server has one, and no token is issued", async () => {
    await start();
    const secret = { ...registered(server), introspectionEndpoint: `${server.url}/introspect` };
    await logIn(secret);
    await expect(logIn({ ...secret, clientSecret: "wrong" })).rejects.toBeInstanceOf(AuthenticationError);
    expect(server.receivedOf("POST /token")).toEqual([]);
  });
});

describe("a registration that cannot be managed", () => {
  test.each([
    { says: 401, name: "AuthenticationError", code: "authentication" },
    { says: 403, name: "EngineError", code: "privilege" },
    { says: 404, name: "EngineError", code: "answer" },
    { says: 429, name: "HostUnreachableError", code: "quota" },
  ])("fails with $name ($code) at status $says, and is not updated", async ({ says, name, code }) => {
    await start();
    const secret = registered(server);
    const headers = { "retry-after": "3600" };
    server.disturb("GET /register/billing", { done: false, answer: status(says, headers, "canary-9f3TqX") });
    const error = await failureOf(next(secret), [
      "canary-9f3TqX",
      secret.clientSecret,
      secret.registrationAccessToken,
    ]);
    expect(error).toMatchObject({ name, code });
    expect(updates()).toEqual([]);
  });

  test("fails where it is another client's, and is not updated", async () => {
    await start();
    const other = JSON.stringify({ client_id: "shipping", client_secret: "canary-9f3TqX" });
    server.disturb("GET /register/billing", { done: false, answer: status(200, {}, other) });
    const error = await failureOf(next(registered(server)), ["canary-9f3TqX"]);
    expect(error).toMatchObject({ name: "EngineError", code: "answer" });
    expect(updates()).toEqual([]);
  });

  test("is read again where the server is busy, but updated once only", async () => {
    await start();
    const secret = registered(server);
    server.disturb("GET /register/billing", { done: false, answer: status(503) });
    server.disturb("PUT /register/billing", { done: false, answer: status(503) });
    await failureOf(next(secret), [secret.clientSecret]);
    expect(reads()).toHaveLength(2);
    expect(updates()).toHaveLength(1);
  });
});
