import { describe, expect, test } from "vitest";
import { oauth2 } from "../../../../../shared/rotation/engines/oauth2/engine.ts";
import { InvalidSecretError } from "../../../../../shared/rotation/errors.ts";

const canary = "canary-9f3TqX";
const at = "https://login.example.com";

type Fields = Record<string, unknown>;

const changed = (fields: Fields, changes: Fields): Fields =>
  JSON.parse(JSON.stringify({ ...fields, ...changes }));

const client = { engine: "oauth2", tokenEndpoint: `${at}/token`, clientId: "billing", clientSecret: canary };
const authorized = { ...client, refreshToken: canary, introspectionEndpoint: `${at}/introspect` };
const registered = {
  ...client,
  registrationClientUri: `${at}/register/billing`,
  registrationAccessToken: canary,
};

describe("a secret of an OAuth client", () => {
  test("is of the server's host and of the client", () => {
    expect(oauth2.parse(client)).toMatchObject({
      engine: "oauth2",
      username: "billing",
      system: "login.example.com",
    });
    expect(oauth2.parse({ ...client, username: "Billing" }).username).toBe("Billing");
    expect(oauth2.parse({ ...client, tokenEndpoint: "https://login.example.com:8443/token" }).system).toBe(
      "login.example.com:8443",
    );
  });

  test.each<[renewed: string, fields: Fields]>([
    ["client-credentials", client],
    ["refresh-grant", authorized],
    ["refresh-grant", { ...client, refreshToken: canary, refreshTokens: "reused" }],
    ["refresh-grant", { ...changed(authorized, { clientSecret: undefined }) }],
    ["client-secret", registered],
    ["client-secret", { ...authorized, ...registered }],
    ["client-secret", { ...authorized, ...registered, rotates: "client-secret" }],
    ["refresh-grant", { ...registered, ...authorized, rotates: "tokens" }],
  ])("says that the %s is renewed", (what, fields) => {
    expect(oauth2.parse(fields)).toMatchObject({ renewal: { what } });
  });

  test("has one credential at a time, always", () => {
    expect(oauth2.strategies).toEqual(["single-user"]);
  });

  test.each<[field: string, why: string, fields: Fields]>([
    ["engine", "is missing", changed(client, { engine: undefined })],
    ["tokenEndpoint", "is missing", changed(client, { tokenEndpoint: undefined })],
    ["tokenEndpoint", "is no URL", { ...client, tokenEndpoint: canary }],
    ["tokenEndpoint", "has a user", { ...client, tokenEndpoint: `https://a:${canary}@login.example.com/` }],
    ["tokenEndpoint", "has a fragment", { ...client, tokenEndpoint: `${at}/token#a` }],
    ["tokenEndpoint", "is not encrypted", { ...client, tokenEndpoint: "http://login.example.com/token" }],
    [
      "tokenEndpoint",
      "is not encrypted, nor on this machine",
      { ...client, allowHttp: true, tokenEndpoint: "http://login.example.com/token" },
    ],
    [
      "introspectionEndpoint",
      "is of another host",
      { ...authorized, introspectionEndpoint: "https://b.example.com/" },
    ],
    [
      "introspectionEndpoint",
      "is missing, though the refresh token may be replaced",
      changed(authorized, { introspectionEndpoint: undefined }),
    ],
    [
      "registrationClientUri",
      "is of another host",
      { ...registered, registrationClientUri: "https://b.example.com/" },
    ],
    ["registrationClientUri", "is missing", { ...client, rotates: "client-secret" }],
    ["registrationAccessToken", "is missing", changed(registered, { registrationAccessToken: undefined })],
    [
      "registrationAccessToken",
      "has a line break",
      { ...registered, registrationAccessToken: `${canary}\n` },
    ],
    ["clientId", "is missing", changed(client, { clientId: undefined })],
    [
      "clientSecret",
      "is missing for its method",
      changed(authorized, { clientSecret: undefined, authMethod: "client_secret_post" }),
    ],
    ["clientSecret", "is missing, but to be rotated", changed(registered, { clientSecret: undefined })],
    ["clientSecret", "is empty", { ...client, clientSecret: "" }],
    ["refreshToken", "is missing, and so is a secret", changed(client, { clientSecret: undefined })],
    ["refreshToken", "is empty", { ...authorized, refreshToken: "" }],
    ["refreshTokens", "is no choice", { ...authorized, refreshTokens: canary }],
    ["authMethod", "is no choice", { ...client, authMethod: "private_key_jwt" }],
    ["rotates", "is no choice", { ...client, rotates: "everything" }],
    ["scope", "is a list", { ...client, scope: ["a"] }],
    ["sslrootcert", "is a path", { ...client, sslrootcert: "/etc/ssl/ca.pem" }],
  ])("is refused where %s %s", (field, _, fields) => {
    let refused: unknown;
    try {
      oauth2.parse(fields);
    } catch (error) {
      refused = error;
    }
    expect(refused).toBeInstanceOf(InvalidSecretError);
    expect(refused).toMatchObject({ field, message: expect.not.stringContaining(canary) });
  });
});
