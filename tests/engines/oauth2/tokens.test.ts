import { afterEach, describe, expect, test } from "vitest";
import { AuthenticationError, EngineError, HostUnreachableError } from "../../../shared/rotation/errors.ts";
import { failureOf } from "../http/failure.ts";
import { cut, stall, status } from "../http/json-server.ts";
import { type AuthorizationServer, type Policy, startAuthorizationServer } from "./authorization-server.ts";
import { clientSecretOf, logIn, next, replacedTokens, set } from "./secret.ts";

const canary = "canary-9f3TqX";
let server: AuthorizationServer;
const start = async (policy: Partial<Policy> = {}) => {
  server = await startAuthorizationServer(policy);
};
afterEach(() => server.stop());

const tokenRequests = () => server.receivedOf("POST /token");
const secretsOf = (secret: object) =>
  Object.entries(secret).flatMap(([name, value]) => (/Token$|Secret$/.test(name) ? [String(value)] : []));

describe("a refresh token that the server replaces", () => {
  test("is renewed with the access token, and every other field stays", async () => {
    await start();
    const secret = {
      ...replacedTokens(server),
      note: "of the billing team",
      accessToken: "old",
      accessTokenExpiresAt: "old",
    };
    const made = await next(secret);
    expect(made).toEqual({
      ...secret,
      accessToken: expect.stringMatching(/^at-/),
      accessTokenExpiresAt: expect.stringMatching(/^\d{4}-.*Z$/),
      refreshToken: expect.stringMatching(/^rt-/),
    });
    expect(made.refreshToken).not.toBe(secret.refreshToken);
    expect(server.accessTokens).toContain(made.accessToken);
  });

  test("is proven without being used", async () => {
    await start();
    const secret = replacedTokens(server);
    await logIn(secret);
    await logIn(secret);
    expect(tokenRequests()).toEqual([]);
    await next(secret);
  });

  test("is refused once it was replaced, and cannot come back", async () => {
    await start();
    const secret = replacedTokens(server);
    const made = await next(secret);
    await set(secret, made);
    await set(secret, made);
    await expect(logIn(secret)).rejects.toBeInstanceOf(AuthenticationError);
    const error = await failureOf(set(made, secret), [...secretsOf(secret), ...secretsOf(made)]);
    expect(error).not.toBeInstanceOf(AuthenticationError);
    expect(error.message).toContain("finish the rotation instead of undoing it");
  });

  test("is renewed by a repetition where the request never reached the server", async () => {
    await start();
    const secret = replacedTokens(server);
    server.disturb("POST /token", { done: false, answer: cut });
    expect(await failureOf(next(secret), secretsOf(secret))).toBeInstanceOf(HostUnreachableError);
    await logIn(await next(secret));
  });

  test("is renewed by a repetition after the answer was lost, where the server has a grace", async () => {
    await start({ graceUses: 1 });
    const secret = replacedTokens(server);
    server.disturb("POST /token", { done: true, answer: cut });
    await failureOf(next(secret), secretsOf(secret));
    await logIn(await next(secret));
  });

  test("is lost with the answer, where the server has none, and the error says who can help", async () => {
    await start();
    const secret = replacedTokens(server);
    server.disturb("POST /token", { done: true, answer: cut });
    await failureOf(next(secret), secretsOf(secret));
    const error = await failureOf(next(secret), secretsOf(secret));
    expect(error).toBeInstanceOf(AuthenticationError);
    expect(error.message).toContain("Authorize the client anew");
  });

  test.each([
    { answer: cut, problem: "breaks" },
    { answer: status(503), problem: "is answered with 503" },
    { answer: status(429, { "retry-after": "0" }), problem: "is answered with 429" },
    { answer: status(200, {}, `{"access_token":"${canary}`), problem: "is answered with half of a JSON" },
    {
      answer: status(200, {}, `{"refresh_token":"${canary}"}`),
      problem: "is answered without an access token",
    },
    { answer: status(200, {}, `{"access_token":["${canary}"]}`), problem: "is answered with another type" },
  ])("is not used twice by one renewal that $problem", async ({ answer }) => {
    await start();
    const secret = replacedTokens(server);
    server.disturb("POST /token", { done: true, answer });
    await failureOf(next(secret), [canary, ...secretsOf(secret)]);
    expect(tokenRequests()).toHaveLength(1);
  });

  test("is kept even if the rest of the answer is odd", async () => {
    await start();
    const odd = {
      access_token: "at-1",
      refresh_token: "rt-1",
      expires_in: "soon",
      scope: ["a"],
      token_type: 7,
    };
    server.disturb("POST /token", { done: true, answer: status(200, {}, JSON.stringify(odd)) });
    const { accessTokenExpiresAt, ...made } = await next({
      ...replacedTokens(server),
      accessTokenExpiresAt: "old",
    });
    expect(made).toMatchObject({ accessToken: "at-1", refreshToken: "rt-1" });
    expect(accessTokenExpiresAt).toBeUndefined();
  });

  test.each([1, "3600", 1e300])("is kept with an access token of %j seconds", async (seconds) => {
    await start();
    const answer = { access_token: "at-1", token_type: "Bearer", expires_in: seconds };
    server.disturb("POST /token", { done: true, answer: status(200, {}, JSON.stringify(answer)) });
    const { accessTokenExpiresAt } = await next(replacedTokens(server));
    expect(Date.parse(String(accessTokenExpiresAt))).toBeGreaterThan(Date.now() - 60_000);
  });
});

describe("a refresh token that may be used again", () => {
  const reused = () => ({
    ...clientSecretOf(server),
    refreshToken: server.authorize(),
    refreshTokens: "reused",
  });

  test("stays, and both versions work", async () => {
    await start({ replacesRefreshTokens: false });
    const secret = reused();
    const made = await next(secret);
    expect(made.refreshToken).toBe(secret.refreshToken);
    await set(secret, made);
    await logIn(secret);
    await logIn(made);
  });

  test("loses nothing with a lost answer", async () => {
    await start({ replacesRefreshTokens: false });
    const secret = reused();
    server.disturb("POST /token", { done: true, answer: cut });
    await failureOf(next(secret), secretsOf(secret));
    await logIn(await next(secret));
  });

  test("is proven by its use, and refused where the server does not know it", async () => {
    await start({ replacesRefreshTokens: false });
    await expect(logIn({ ...reused(), refreshToken: "unknown" })).rejects.toBeInstanceOf(AuthenticationError);
  });

  test("is told from one that the server replaces", async () => {
    await start();
    const secret = reused();
    const error = await failureOf(logIn(secret), secretsOf(secret));
    expect(error).toMatchObject({
      name: "EngineError",
      code: "answer",
      message: expect.stringContaining("introspectionEndpoint"),
    });
  });
});

describe("a client that acts for itself", () => {
  test("gets a new access token of its scope, as often as it asks", async () => {
    await start();
    const secret = { ...clientSecretOf(server), scope: "invoices:read" };
    const made = await next(secret);
    expect(server.accessTokens).toContain(made.accessToken);
    expect(made).not.toHaveProperty("refreshToken");
    await set(secret, made);
    await logIn(secret);
    for (const { body } of tokenRequests()) {
      expect(Object.fromEntries(new URLSearchParams(body))).toEqual({
        grant_type: "client_credentials",
        scope: "invoices:read",
      });
    }
  });

  test("is refused where it may not", async () => {
    await start({ grants: [] });
    const secret = clientSecretOf(server);
    for (const attempt of [next(secret), logIn(secret)]) {
      expect(await failureOf(attempt, secretsOf(secret))).toMatchObject({
        name: "EngineError",
        code: "privilege",
      });
    }
  });
});

describe("how a client proves who it is", () => {
  test.each([
    ["client_secret_basic by default", {}],
    ["client_secret_basic", { authMethod: "client_secret_basic" }],
    ["client_secret_post", { authMethod: "client_secret_post" }],
  ])("%s works with an id and a secret of any characters", async (_, method) => {
    await start();
    await logIn({ ...clientSecretOf(server), ...method });
    const [request] = tokenRequests();
    const isInBody = "client_secret_post" === ("authMethod" in method ? method.authMethod : "");
    expect(request?.headers.authorization !== undefined).toBe(!isInBody);
    expect(request?.body.includes("client_secret")).toBe(isInBody);
  });

  test("is refused with a wrong secret", async () => {
    await start();
    for (const authMethod of ["client_secret_basic", "client_secret_post"]) {
      const secret = { ...clientSecretOf(server), clientSecret: canary, authMethod };
      const error = await failureOf(logIn(secret), [canary]);
      expect(error).toBeInstanceOf(AuthenticationError);
      expect(error.message).toContain("invalid_client");
    }
  });
});

describe("a server's refusal", () => {
  test.each([
    { says: 400, error: "invalid_grant", name: "AuthenticationError", code: "authentication" },
    { says: 400, error: "invalid_client", name: "AuthenticationError", code: "authentication" },
    { says: 401, error: canary, name: "AuthenticationError", code: "authentication" },
    { says: 400, error: "unauthorized_client", name: "EngineError", code: "privilege" },
    { says: 400, error: "invalid_scope", name: "EngineError", code: "privilege" },
    { says: 403, error: canary, name: "EngineError", code: "privilege" },
    { says: 400, error: "invalid_request", name: "EngineError", code: "answer" },
    { says: 400, error: "unsupported_grant_type", name: "EngineError", code: "answer" },
    { says: 400, error: canary, name: "EngineError", code: "answer" },
    { says: 404, error: canary, name: "EngineError", code: "answer" },
    { says: 500, error: canary, name: "EngineError", code: "answer" },
    { says: 429, error: canary, name: "HostUnreachableError", code: "quota" },
    { says: 503, error: "temporarily_unavailable", name: "HostUnreachableError", code: "quota" },
  ])("with $says and $error is $name ($code), and is not quoted", async ({ says, error, name, code }) => {
    await start();
    const document = JSON.stringify({ error, error_description: canary });
    server.disturb("POST /token", { done: false, answer: status(says, {}, document) });
    const secret = replacedTokens(server);
    expect(await failureOf(next(secret), [canary, ...secretsOf(secret)])).toMatchObject({ name, code });
  });

  test.each([401, 403, 404, 500])(
    "to introspect with %i is no refusal of the token but for 401",
    async (says) => {
      await start();
      const secret = replacedTokens(server);
      for (let times = 0; times < 20; times += 1) {
        server.disturb("POST /introspect", { done: false, answer: status(says, {}, canary) });
      }
      const error = await failureOf(logIn(secret, 500), [canary, ...secretsOf(secret)]);
      expect(error).toBeInstanceOf(EngineError);
      expect(error instanceof AuthenticationError).toBe(says === 401);
    },
  );

  test.each(["{}", `{"active":"${canary}"}`, canary, ""])(
    "to say whether a token is active, by %j, is an error",
    async (body) => {
      await start();
      const secret = replacedTokens(server);
      server.disturb("POST /introspect", { done: false, answer: status(200, {}, body) });
      expect(await failureOf(logIn(secret), [canary, ...secretsOf(secret)])).toMatchObject({
        name: "EngineError",
        code: "answer",
      });
    },
  );

  test("to answer ends in time", async () => {
    await start();
    const secret = replacedTokens(server);
    server.disturb("POST /token", { done: true, answer: stall });
    expect(await failureOf(next(secret, [secret], 300), secretsOf(secret))).toMatchObject({
      code: "connect",
    });
    server.disturb("POST /introspect", { done: true, answer: stall });
    expect(await failureOf(logIn(secret, 300), secretsOf(secret))).toMatchObject({ code: "connect" });
  });
});
