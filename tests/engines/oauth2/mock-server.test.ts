import { Events, type MutableResponse, OAuth2Server } from "oauth2-mock-server";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { AuthenticationError } from "../../../shared/rotation/errors.ts";
import { logIn, next, set } from "./secret.ts";

let server: OAuth2Server;
let secret: {
  engine: string;
  tokenEndpoint: string;
  clientId: string;
  clientSecret: string;
  allowHttp: boolean;
};
/** The refresh token that is active, as the server below tells it. */
let active = "";

beforeAll(async () => {
  server = new OAuth2Server();
  await server.issuer.keys.generate("ES256");
  await server.start(0, "127.0.0.1");
  const tokenEndpoint = `${server.issuer.url}/token`;
  secret = { engine: "oauth2", tokenEndpoint, clientId: "billing", clientSecret: "canary", allowHttp: true };
});
afterAll(() => server.stop());
afterEach(() => {
  for (const event of Object.values(Events)) server.service.removeAllListeners(event);
});

/** Makes the server know which refresh token it issued last. */
function introspecting() {
  server.service.on(Events.BeforeResponse, ({ body }: MutableResponse) => {
    active = String((body as Record<string, unknown>).refresh_token);
  });
  return { ...secret, introspectionEndpoint: `${server.issuer.url}/introspect` };
}

describe("an OpenID Connect server", () => {
  test("issues tokens to a client that acts for itself", async () => {
    const made = await next(secret);
    expect(made).toEqual({
      ...secret,
      accessToken: expect.stringMatching(/^ey[\w-]+\.[\w-]+\.[\w-]+$/),
      accessTokenExpiresAt: expect.stringMatching(/Z$/),
    });
    await set(secret, made);
  });

  test("replaces a refresh token with every use", async () => {
    const first = { ...introspecting(), refreshToken: "first" };
    const second = await next(first);
    const third = await next(second);
    expect(new Set([first.refreshToken, second.refreshToken, third.refreshToken]).size).toBe(3);
    expect(third.refreshToken).toBe(active);
    await set(second, third);
  });

  test("says by introspection which refresh token is good", async () => {
    const made = await next({ ...introspecting(), refreshToken: "first" });
    await logIn(made);
    server.service.once(Events.BeforeIntrospect, (answer: MutableResponse) => {
      answer.body = { active: false };
    });
    await expect(logIn(made)).rejects.toBeInstanceOf(AuthenticationError);
  });

  test("keeps a refresh token that it does not replace", async () => {
    const reused = { ...secret, refreshToken: "first", refreshTokens: "reused" };
    server.service.on(Events.BeforeResponse, ({ body }: MutableResponse) => {
      delete (body as Record<string, unknown>).refresh_token;
    });
    const made = await next(reused);
    expect(made.refreshToken).toBe("first");
    await logIn(made);
  });

  test("refuses a client and a refresh token in the words of RFC 6749", async () => {
    for (const error of ["invalid_client", "invalid_grant"]) {
      server.service.once(Events.BeforeResponse, (answer: MutableResponse) => {
        Object.assign(answer, { statusCode: 400, body: { error } });
      });
      await expect(next({ ...introspecting(), refreshToken: "first" })).rejects.toBeInstanceOf(
        AuthenticationError,
      );
    }
  });
});
