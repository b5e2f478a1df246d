import * as z from "zod";
import type { Credential } from "../../credential.ts";
import type { SecretFields } from "../../engine.ts";
import { InvalidSecretError } from "../../errors.ts";
import { readFields, requiredText } from "../../fields.ts";
import { authorityField, checkEncrypted } from "../http/credential.ts";

const url = requiredText.refine((text) => {
  if (!URL.canParse(text)) return false;
  const { username, password, hash } = new URL(text);
  return username === "" && password === "" && hash === "";
}, "must be an absolute URL without user and fragment");

/** A bearer token stands in a header as it is (RFC 6750, section 2.1). */
const bearerToken = requiredText.regex(/^[\x21-\x7e]+$/, "holds a character that no token has");

const schema = z.looseObject({
  engine: requiredText,
  username: requiredText.optional(),
  tokenEndpoint: url,
  clientId: requiredText,
  clientSecret: requiredText.optional(),
  authMethod: z
    .enum(
      ["client_secret_basic", "client_secret_post", "none"],
      "must be client_secret_basic, client_secret_post or none",
    )
    .optional(),
  scope: requiredText.optional(),
  refreshToken: requiredText.optional(),
  refreshTokens: z.enum(["reused", "replaced"], 'must be "reused" or "replaced"').optional(),
  accessToken: requiredText.optional(),
  introspectionEndpoint: url.optional(),
  registrationClientUri: url.optional(),
  registrationAccessToken: bearerToken.optional(),
  rotates: z.enum(["tokens", "client-secret"], 'must be "tokens" or "client-secret"').optional(),
  allowHttp: z.boolean("must be true or false").default(false),
  sslrootcert: authorityField,
});

/** How a client proves who it is (RFC 6749, section 2.3.1); `none` for a client without a secret. */
export type ClientAuthentication =
  | { method: "client_secret_basic" | "client_secret_post"; id: string; secret: string }
  | { method: "none"; id: string };

/** What a rotation renews. */
export type Renewal =
  /** The client's secret, by the management of its registration (RFC 7592). */
  | { what: "client-secret"; registrationClientUri: URL; registrationAccessToken: string }
  /** The access token, and the refresh token where the server replaces it (RFC 6749, section 6). */
  | { what: "refresh-grant"; refreshToken: string; isReplaced: boolean }
  /** The access token of a client that acts for itself (RFC 6749, section 4.4). */
  | { what: "client-credentials" };

/** A client of an authorization server. */
export interface OAuthCredential extends Credential {
  client: ClientAuthentication;
  renewal: Renewal;
  tokenEndpoint: URL;
  introspectionEndpoint: URL | undefined;
  scope: string | undefined;
  /** PEM of the authority that signed the server's certificate, where it is not a public one. */
  sslrootcert: string | undefined;
}

/**
 * Reads a secret of the engine `oauth2`; engine.ts says what its fields mean. `username` is a label for messages, the
 * client's id if absent; `system` is the host of `tokenEndpoint`, to which every request goes.
 *
 * @throws InvalidSecretError naming the field that is missing or wrong
 */
export function parseOAuthCredential(fields: SecretFields): OAuthCredential {
  const secret = readFields(schema, fields, "The secret");
  const { engine, username, clientId, scope, sslrootcert } = secret;
  const endpoints = ["tokenEndpoint", "introspectionEndpoint", "registrationClientUri"] as const;
  const tokenEndpoint = new URL(secret.tokenEndpoint);
  for (const field of endpoints) {
    const endpoint = secret[field];
    if (endpoint === undefined) continue;
    const parsed = new URL(endpoint);
    checkEncrypted(parsed, secret.allowHttp, field);
    if (parsed.origin !== tokenEndpoint.origin) throw wrong(field, 'must be at the host of "tokenEndpoint"');
  }
  return {
    engine,
    username: username ?? clientId,
    system: tokenEndpoint.host,
    client: clientOf(secret),
    renewal: renewalOf(secret),
    tokenEndpoint,
    introspectionEndpoint: secret.introspectionEndpoint ? new URL(secret.introspectionEndpoint) : undefined,
    scope,
    sslrootcert,
  };
}

type Secret = z.infer<typeof schema>;

function clientOf({ clientId: id, clientSecret: secret, authMethod }: Secret): ClientAuthentication {
  const method = authMethod ?? (secret === undefined ? "none" : "client_secret_basic");
  if (method === "none") return { method, id };
  if (secret === undefined) throw wrong("clientSecret", `is missing, which "authMethod" ${method} needs`);
  return { method, id, secret };
}

function renewalOf(secret: Secret): Renewal {
  const { registrationClientUri, registrationAccessToken, refreshToken, introspectionEndpoint } = secret;
  const what = secret.rotates ?? (registrationClientUri === undefined ? "tokens" : "client-secret");
  if (what === "client-secret") {
    const why = "is missing, which is needed to rotate the client's secret";
    if (secret.clientSecret === undefined) throw wrong("clientSecret", why);
    if (registrationClientUri === undefined) throw wrong("registrationClientUri", why);
    if (registrationAccessToken === undefined) throw wrong("registrationAccessToken", why);
    return { what, registrationClientUri: new URL(registrationClientUri), registrationAccessToken };
  }
  if (refreshToken === undefined) {
    if (secret.clientSecret !== undefined) return { what: "client-credentials" };
    throw wrong("refreshToken", "is missing, and so is a client secret: nothing is left to get a token with");
  }
  const isReplaced = secret.refreshTokens !== "reused";
  if (isReplaced && introspectionEndpoint === undefined) {
    throw wrong(
      "introspectionEndpoint",
      'is missing: without it nobody can tell a refresh token that works from one that was replaced. If the server lets refresh tokens be used again, say "refreshTokens": "reused"',
    );
  }
  return { what: "refresh-grant", refreshToken, isReplaced };
}

function wrong(field: string, problem: string): InvalidSecretError {
  return new InvalidSecretError(
    field,
    `The secret cannot be rotated: "${field}" ${problem}. Store a corrected value and rotate again.`,
  );
}
