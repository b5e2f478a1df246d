import type { Engine, NextCredential, SecretFields } from "../../engine.ts";
import { AuthenticationError, EngineError } from "../../errors.ts";
import { unlessRefused } from "../../refusal.ts";
import { type OAuthCredential, parseOAuthCredential, type Renewal } from "./credential.ts";
import {
  introspect,
  proveClient,
  readRegistration,
  requestTokens,
  type Tokens,
  updateRegistration,
} from "./requests.ts";

/**
 * Clients of an OAuth 2.0 authorization server (RFC 6749):
 *
 *     { "engine": "oauth2", "tokenEndpoint": "https://…", "clientId": "…", "clientSecret": "…",
 *       "authMethod": "client_secret_basic" or "client_secret_post", "scope": "…" }
 *
 * and what is renewed, which `"rotates"` tells where a secret holds both:
 *
 * **Tokens** ("tokens"): `accessToken`, until `accessTokenExpiresAt`, by `refreshToken`, or where there is none, by the
 * client's own right. Nothing is taken from AWSCURRENT: its access token works until it expires by itself, unless the
 * server ends it. With `"refreshTokens": "reused"` its refresh token works on, too. Otherwise the server may replace
 * the refresh token with every use, and AWSCURRENT's is spent from createSecret on. A run that dies between the
 * server's answer and storing it has lost the new one. It can be repeated as long as the server still takes the old
 * one: many do for some seconds or until the new one is used, if they are told to (reuse interval, grace period,
 * leeway). Set that to a minute or more. After it the question itself may end everything that the person authorized
 * (RFC 9700, section 4.14.2); then a person must authorize the client anew. `introspectionEndpoint` (RFC 7662) is
 * needed then: using the token would spend it.
 *
 * **The client's secret** ("client-secret"): `clientSecret`, by `registrationClientUri` and `registrationAccessToken`
 * (RFC 7592). AWSCURRENT's secret ends when the server makes the new one, in createSecret; until finishSecret new
 * logins of the client fail, while tokens that it has work. A run that dies between the answer and storing it is
 * repeated without loss where the server tells the secret to who reads the registration; the next one is found there
 * and taken. Where the server also replaces `registrationAccessToken` with every use, that one is lost, and a person
 * must get another. Whether an update makes a new secret is the server's choice; if it does not, this says so.
 *
 * single-user is the only strategy: no server of these promises two at a time, and a secret or a refresh token that
 * was replaced does not come back.
 */
export const oauth2: Engine<OAuthCredential> = {
  strategies: ["single-user"],
  issues: true,
  parse: parseOAuthCredential,
  next: renew,
  logIn: prove,
  singleUser: {
    set: assureRenewed,
    isForwardOnly: ({ renewal }) =>
      renewal.what === "client-secret" || (renewal.what === "refresh-grant" && renewal.isReplaced),
  },
};

async function renew(fields: SecretFields, _username: string, world: NextCredential): Promise<SecretFields> {
  const credential = parseOAuthCredential(fields);
  const { renewal } = credential;
  if (renewal.what === "client-secret") return newClientSecret(fields, credential, renewal, world);
  const grant =
    renewal.what === "refresh-grant" ? refreshGrant(renewal) : { grant_type: "client_credentials" };
  const tokens = await requestTokens(credential, grant, world.timeoutMs);
  const { accessTokenExpiresAt: _, ...kept } = fields;
  return { ...kept, ...fieldsOf(tokens) };
}

function refreshGrant({ refreshToken }: Extract<Renewal, { what: "refresh-grant" }>): Record<string, string> {
  return { grant_type: "refresh_token", refresh_token: refreshToken };
}

function fieldsOf({ access_token, refresh_token, expires_in }: Tokens): SecretFields {
  const expiresAt = new Date(Date.now() + Math.min(expires_in ?? 0, maximumSeconds) * 1_000);
  return {
    accessToken: access_token,
    ...(refresh_token === undefined ? {} : { refreshToken: refresh_token }),
    ...(expires_in === undefined ? {} : { accessTokenExpiresAt: expiresAt.toISOString() }),
  };
}

/** A hundred years; a date must be able to hold it. */
const maximumSeconds = 3_153_600_000;

/** What only the server sets (RFC 7592, section 2.2), and the secret, which it is to make anew. */
const ofTheServer = new Set([
  "client_id_issued_at",
  "client_secret",
  "client_secret_expires_at",
  "registration_access_token",
  "registration_client_uri",
]);

async function newClientSecret(
  fields: SecretFields,
  credential: OAuthCredential,
  { registrationClientUri: uri, registrationAccessToken }: Extract<Renewal, { what: "client-secret" }>,
  { labelled, timeoutMs }: NextCredential,
): Promise<SecretFields> {
  const end = performance.now() + timeoutMs;
  const remainingMs = () => Math.max(1, end - performance.now());
  const found = await readRegistration(credential, uri, registrationAccessToken, remainingMs());
  const token = found.registration_access_token ?? registrationAccessToken;
  const held = [fields, ...(await labelled())].map(({ clientSecret }) => clientSecret);
  // An interrupted rotation made it and did not come to store it.
  if (found.client_secret !== undefined && !held.includes(found.client_secret)) {
    return { ...fields, clientSecret: found.client_secret, registrationAccessToken: token };
  }
  const metadata = Object.fromEntries(Object.entries(found).filter(([name]) => !ofTheServer.has(name)));
  const updated = await updateRegistration(credential, uri, token, metadata, remainingMs());
  const { client_secret: clientSecret, registration_access_token: nextToken = token } = updated;
  if (clientSecret !== undefined && clientSecret !== fields.clientSecret) {
    return { ...fields, clientSecret, registrationAccessToken: nextToken };
  }
  throw new EngineError(
    "answer",
    `${credential.system} updated the registration of client "${credential.client.id}" without making a new secret: RFC 7592 leaves that to the server. Rotate it by an API of the server, with the engine http.`,
  );
}

/** Proves the credential without changing anything. */
async function prove(credential: OAuthCredential, timeoutMs: number): Promise<void> {
  const { renewal, introspectionEndpoint } = credential;
  if (renewal.what === "refresh-grant" && renewal.isReplaced && introspectionEndpoint) {
    const token = { token: renewal.refreshToken, hint: "refresh_token" };
    if (await introspect(credential, introspectionEndpoint, token, timeoutMs)) return;
    throw new AuthenticationError(
      "authentication",
      `${credential.system} no longer takes the refresh token of client "${credential.client.id}": it was replaced, revoked, or has expired.`,
    );
  }
  if (renewal.what === "refresh-grant") {
    const { refresh_token } = await requestTokens(credential, refreshGrant(renewal), timeoutMs);
    if (refresh_token === undefined || refresh_token === renewal.refreshToken) return;
    throw new EngineError(
      "answer",
      `${credential.system} replaces refresh tokens, though the secret says that they are reused. Authorize client "${credential.client.id}" anew, take "refreshTokens" out of the secret, and give it "introspectionEndpoint".`,
    );
  }
  if (renewal.what === "client-secret" && introspectionEndpoint) {
    // Any token will do: whether it is good is not the question.
    await introspect(credential, introspectionEndpoint, { token: "rekey", hint: "access_token" }, timeoutMs);
    return;
  }
  await proveClient(credential, timeoutMs);
}

/**
 * The server took the new credential when it made it; that it works is all that is left to find out.
 *
 * @throws AuthenticationError if it takes neither
 * @throws EngineError if it takes `as`, but not `next`: what was replaced does not come back
 */
async function assureRenewed(as: OAuthCredential, next: OAuthCredential, timeoutMs: number): Promise<void> {
  const end = performance.now() + timeoutMs;
  if (await unlessRefused(prove(next, timeoutMs))) return;
  await prove(as, Math.max(1, end - performance.now()));
  throw new EngineError(
    "answer",
    `${next.system} takes one credential of the rotation, but not the one that is to replace it: what was replaced cannot come back. If AWSPENDING is the one that works, finish the rotation instead of undoing it.`,
  );
}
