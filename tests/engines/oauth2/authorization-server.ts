import { randomUUID } from "node:crypto";
import type { ServerCertificate } from "../../../local/certificates.ts";
import { type JsonServer, type Received, startJsonServer } from "../http/json-server.ts";

/** How a server treats what it has issued; where RFC 6749 and RFC 7592 let it choose. */
export interface Policy {
  /** Whether a refresh token is replaced when it is used. */
  replacesRefreshTokens: boolean;
  /** How often a replaced refresh token may still be used, before its use ends everything that came of it. */
  graceUses: number;
  /** Whether an update of the registration makes a new client secret. */
  updateMakesSecret: boolean;
  /** Whether every use of the registration access token replaces it. */
  replacesRegistrationTokens: boolean;
  /** Whether the registration tells the client's secret. */
  tellsSecret: boolean;
  /** What the client may ask the token endpoint for. */
  grants: string[];
}

/** A refresh token, with what it came of. */
interface RefreshToken {
  value: string;
  family: string;
  usesLeft: number;
}

/** An authorization server on this machine with one client. */
export interface AuthorizationServer extends JsonServer {
  client: { id: string; secret: string; registrationToken: string; metadata: Record<string, unknown> };
  policy: Policy;
  /** What a person authorizes: a new refresh token. */
  authorize(): string;
  accessTokens: Set<string>;
}

/** Starts it: with TLS and the certificate given, or without. */
export async function startAuthorizationServer(
  choices: Partial<Policy> = {},
  certificate?: ServerCertificate,
): Promise<AuthorizationServer> {
  const policy: Policy = {
    replacesRefreshTokens: true,
    graceUses: 0,
    updateMakesSecret: true,
    replacesRegistrationTokens: false,
    tellsSecret: true,
    grants: ["client_credentials", "refresh_token"],
    ...choices,
  };
  const client: AuthorizationServer["client"] = {
    // What would go wrong if it were not encoded as a form's field first.
    id: "billing: app+1",
    secret: `cs %&:é${randomUUID()}`,
    registrationToken: `rat-${randomUUID()}`,
    metadata: {
      client_name: "Billing",
      redirect_uris: ["https://billing.example.com/"],
      grant_types: policy.grants,
    },
  };
  const refreshTokens: RefreshToken[] = [];
  const accessTokens = new Set<string>();

  const issueRefreshToken = (family: string): string => {
    const value = `rt-${randomUUID()}`;
    refreshTokens.push({
      value,
      family,
      usesLeft: policy.replacesRefreshTokens ? 1 + policy.graceUses : Infinity,
    });
    return value;
  };

  const isClient = ({ headers }: Received, form: URLSearchParams): boolean => {
    const [, basic] = /^Basic (\S+)$/.exec(headers.authorization ?? "") ?? [];
    if (!basic) return form.get("client_id") === client.id && form.get("client_secret") === client.secret;
    const [id = "", secret = ""] = Buffer.from(basic, "base64")
      .toString()
      .split(":")
      .map((part) => decodeURIComponent(part.replaceAll("+", " ")));
    return id === client.id && secret === client.secret;
  };

  const tokens = (more: object = {}): [number, unknown] => {
    const accessToken = `at-${randomUUID()}`;
    accessTokens.add(accessToken);
    return [200, { access_token: accessToken, token_type: "Bearer", expires_in: 3_600, ...more }];
  };

  const token = (form: URLSearchParams): [number, unknown] => {
    const grant = form.get("grant_type") ?? "";
    if (!policy.grants.includes(grant)) return [400, { error: "unauthorized_client" }];
    if (grant === "client_credentials") return tokens({ scope: form.get("scope") ?? undefined });
    const used = refreshTokens.find(({ value }) => value === form.get("refresh_token"));
    if (!used) return [400, { error: "invalid_grant" }];
    used.usesLeft -= 1;
    if (used.usesLeft < 0) {
      for (const each of refreshTokens) if (each.family === used.family) each.usesLeft = 0;
      return [400, { error: "invalid_grant" }];
    }
    return policy.replacesRefreshTokens
      ? tokens({ refresh_token: issueRefreshToken(used.family) })
      : tokens();
  };

  /** A token that was replaced is not active, though it may have some uses left. */
  const introspect = (form: URLSearchParams): [number, unknown] => {
    const asked = form.get("token") ?? "";
    const found = refreshTokens.find(({ value }) => value === asked);
    const unused = policy.replacesRefreshTokens ? 1 + policy.graceUses : 1;
    return [200, { active: accessTokens.has(asked) || (found !== undefined && found.usesLeft >= unused) }];
  };

  const register = ({ method, headers, body }: Received): [number, unknown] => {
    if (headers.authorization !== `Bearer ${client.registrationToken}`) return [401, undefined];
    if (method === "PUT") {
      const sent = JSON.parse(body) as Record<string, unknown>;
      const forbidden = ["registration_access_token", "registration_client_uri", "client_id_issued_at"];
      if (sent.client_id !== client.id || forbidden.some((name) => name in sent))
        return [400, { error: "invalid_request" }];
      const { client_id: _, ...metadata } = sent;
      client.metadata = metadata;
      if (policy.updateMakesSecret) client.secret = `cs-${randomUUID()}`;
    }
    if (policy.replacesRegistrationTokens) client.registrationToken = `rat-${randomUUID()}`;
    const shown = policy.tellsSecret || method === "PUT" ? { client_secret: client.secret } : {};
    const management = {
      registration_access_token: client.registrationToken,
      registration_client_uri: "https://x/",
    };
    return [
      200,
      { client_id: client.id, client_id_issued_at: 1, ...client.metadata, ...shown, ...management },
    ];
  };

  const act = (request: Received): [number, unknown] => {
    if (request.path === "/register/billing") return register(request);
    const form = new URLSearchParams(request.body);
    if (!isClient(request, form)) return [401, { error: "invalid_client" }];
    if (request.path === "/token") return token(form);
    return request.path === "/introspect" ? introspect(form) : [404, undefined];
  };

  const server = await startJsonServer(act, certificate);
  return { ...server, client, policy, authorize: () => issueRefreshToken(randomUUID()), accessTokens };
}
