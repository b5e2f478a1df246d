import * as z from "zod";
import { AuthenticationError, EngineError, HostUnreachableError } from "../../errors.ts";
import type { HttpAnswer } from "../http/send.ts";
import type { OAuthCredential } from "./credential.ts";

/** The codes of RFC 6749, section 5.2, and of 4.1.2.1 where token endpoints use them; others are not repeated. */
const codes = [
  "invalid_client",
  "invalid_grant",
  "invalid_request",
  "invalid_scope",
  "unauthorized_client",
  "unsupported_grant_type",
  "access_denied",
  "temporarily_unavailable",
] as const;

const errorSchema = z.object({ error: z.enum(codes) });

/** The error code in an answer; undefined if there is none that is known. */
export function errorCodeOf({ text }: HttpAnswer): (typeof codes)[number] | undefined {
  try {
    return errorSchema.parse(JSON.parse(text)).error;
  } catch {
    return undefined;
  }
}

/** What an answer says that is no success. Its text is not quoted: it may hold a token. */
export function refusal(answer: HttpAnswer, { system, client }: OAuthCredential): EngineError {
  const { status } = answer;
  const code = errorCodeOf(answer);
  const said = `${system} answered ${status}${code ? ` (${code})` : ""} to client "${client.id}"`;
  if (code === "invalid_grant") {
    return new AuthenticationError(
      "authentication",
      `${said}: the refresh token was replaced, revoked, or has expired. Authorize the client anew and store the new "refreshToken".`,
    );
  }
  if (code === "invalid_client" || status === 401) {
    return new AuthenticationError(
      "authentication",
      `${said}: the client's secret is not taken. Check "clientSecret" and "authMethod" in the secret.`,
    );
  }
  if (
    code === "unauthorized_client" ||
    code === "invalid_scope" ||
    code === "access_denied" ||
    status === 403
  ) {
    return new EngineError("privilege", `${said}: the client may not do this. Check its grants and "scope".`);
  }
  if (status === 429 || status === 503 || code === "temporarily_unavailable") {
    return new HostUnreachableError("quota", `${said}: it takes no more requests for now; try again.`);
  }
  if (status >= 500) return new EngineError("answer", `${said}: it failed; try again.`);
  return new EngineError("answer", `${said}, which is not expected. Check the URLs in the secret.`);
}
