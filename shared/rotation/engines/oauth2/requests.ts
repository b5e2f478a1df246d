import * as z from "zod";
import { AuthenticationError, EngineError } from "../../errors.ts";
import { answerError, type HttpAnswer, type HttpRequest, send } from "../http/send.ts";
import { sendAgain } from "../http/send-again.ts";
import { proofOf } from "./client-authentication.ts";
import type { OAuthCredential } from "./credential.ts";
import { errorCodeOf, refusal } from "./errors.ts";

/** What is read of a token's answer; no more is demanded, since what cannot be read here is lost (RFC 6749, section 5.1). */
const tokensSchema = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1).optional().catch(undefined),
  expires_in: z.coerce.number().positive().optional().catch(undefined),
});

/** New tokens. */
export type Tokens = z.infer<typeof tokensSchema>;

/**
 * Asks for tokens, once: a refresh token may be spent by the question alone.
 *
 * @param grant the parameters of the grant, `grant_type` among them
 * @throws AuthenticationError if the client or its refresh token is refused
 */
export async function requestTokens(
  credential: OAuthCredential,
  grant: Record<string, string>,
  timeoutMs: number,
): Promise<Tokens> {
  const scope = credential.scope === undefined ? {} : { scope: credential.scope };
  const request = formRequest(credential, credential.tokenEndpoint, { ...grant, ...scope });
  const answer = await send(request, timeoutMs);
  if (answer.status !== 200) throw refusal(answer, credential);
  const tokens = tokensSchema.safeParse(jsonOf(answer, credential.system));
  if (tokens.success) return tokens.data;
  throw answerError(credential.system, "the token request without an access_token");
}

/**
 * Proves that the client is who it says, by a request for a token of its own. Where only its secret is the question,
 * that it may not have one is a proof as well: only a client that was recognized is told so (unauthorized_client, RFC
 * 6749, section 5.2).
 *
 * @throws AuthenticationError if the client is refused
 */
export async function proveClient(credential: OAuthCredential, timeoutMs: number): Promise<void> {
  const { tokenEndpoint, scope, renewal } = credential;
  const form = { grant_type: "client_credentials", ...(scope === undefined ? {} : { scope }) };
  const answer = await sendAgain(formRequest(credential, tokenEndpoint, form), timeoutMs);
  const isKnown = renewal.what === "client-secret" && errorCodeOf(answer) === "unauthorized_client";
  if (answer.status !== 200 && !isKnown) throw refusal(answer, credential);
}

/**
 * Asks whether a token is good (RFC 7662), which proves the client as well.
 *
 * @throws AuthenticationError if the client is refused
 */
export async function introspect(
  credential: OAuthCredential,
  endpoint: URL,
  { token, hint }: { token: string; hint: string },
  timeoutMs: number,
): Promise<boolean> {
  const form = { token, token_type_hint: hint };
  const answer = await sendAgain(formRequest(credential, endpoint, form), timeoutMs);
  if (answer.status !== 200) throw refusal(answer, credential);
  const introspection = z.object({ active: z.boolean() }).safeParse(jsonOf(answer, credential.system));
  if (introspection.success) return introspection.data.active;
  throw answerError(credential.system, 'the introspection without "active"');
}

/** A client's registration, as the server tells it (RFC 7592, section 3). */
export type Registration = z.infer<typeof registrationSchema>;

const registrationSchema = z.looseObject({
  client_id: z.string(),
  client_secret: z.string().min(1).optional(),
  registration_access_token: z
    .string()
    .regex(/^[\x21-\x7e]+$/)
    .optional()
    .catch(undefined),
});

/** Reads the client's registration (RFC 7592, section 2.1). */
export async function readRegistration(
  credential: OAuthCredential,
  uri: URL,
  token: string,
  timeoutMs: number,
): Promise<Registration> {
  const answer = await sendAgain(registrationRequest(credential, "GET", uri, token), timeoutMs);
  return registrationOf(answer, credential);
}

/** Updates the client's registration (RFC 7592, section 2.2), once. */
export async function updateRegistration(
  credential: OAuthCredential,
  uri: URL,
  token: string,
  metadata: Record<string, unknown>,
  timeoutMs: number,
): Promise<Registration> {
  const request = registrationRequest(credential, "PUT", uri, token);
  const headers = { ...request.headers, "content-type": "application/json" };
  const answer = await send({ ...request, headers, body: JSON.stringify(metadata) }, timeoutMs);
  return registrationOf(answer, credential);
}

function registrationOf(answer: HttpAnswer, credential: OAuthCredential): Registration {
  const { system, client } = credential;
  if (answer.status === 401) {
    throw new AuthenticationError(
      "authentication",
      `${system} does not take the registration access token of client "${client.id}". A rotation that was interrupted may have lost its successor; get a new one from the server's administration and store it as "registrationAccessToken".`,
    );
  }
  if (answer.status === 403) {
    throw new EngineError(
      "privilege",
      `${system} does not let client "${client.id}" manage its registration.`,
    );
  }
  if (answer.status !== 200) throw refusal(answer, credential);
  const registration = registrationSchema.safeParse(jsonOf(answer, system));
  if (registration.success && registration.data.client_id === client.id) return registration.data;
  throw answerError(system, "with something that is not the registration of the client");
}

function registrationRequest(
  { sslrootcert }: OAuthCredential,
  method: string,
  url: URL,
  token: string,
): HttpRequest {
  return {
    method,
    url,
    headers: { accept: "application/json", authorization: `Bearer ${token}` },
    sslrootcert,
  };
}

function formRequest(
  { client, sslrootcert }: OAuthCredential,
  url: URL,
  form: Record<string, string>,
): HttpRequest {
  const proof = proofOf(client);
  return {
    method: "POST",
    url,
    headers: {
      accept: "application/json",
      "content-type": "application/x-www-form-urlencoded",
      ...proof.headers,
    },
    body: new URLSearchParams({ ...form, ...proof.form }).toString(),
    sslrootcert,
  };
}

function jsonOf({ text }: HttpAnswer, system: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw answerError(system, "with something that is no JSON");
  }
}
