import type { SecretFields } from "../../../shared/rotation/engine.ts";
import { oauth2 } from "../../../shared/rotation/engines/oauth2/engine.ts";
import type { AuthorizationServer } from "./authorization-server.ts";

/** What a secret says of the server and its client; what is renewed is to be added. */
export function clientSecretOf({ url, client }: AuthorizationServer) {
  return {
    engine: "oauth2",
    allowHttp: true,
    tokenEndpoint: `${url}/token`,
    clientId: client.id,
    clientSecret: client.secret,
  };
}

/** A secret whose refresh token the server may replace. */
export function replacedTokens(server: AuthorizationServer) {
  const introspectionEndpoint = `${server.url}/introspect`;
  return { ...clientSecretOf(server), refreshToken: server.authorize(), introspectionEndpoint };
}

/** A secret whose client secret is managed by its registration. */
export function registered(server: AuthorizationServer) {
  return {
    ...clientSecretOf(server),
    registrationClientUri: `${server.url}/register/billing`,
    registrationAccessToken: server.client.registrationToken,
  };
}

/** Makes the next version's fields. */
export function next(secret: SecretFields, labelled: SecretFields[] = [secret], timeoutMs = 5_000) {
  return oauth2.next(secret, String(secret.clientId), {
    newPassword: () => Promise.reject(new Error("no password is needed")),
    versionId: "c2b1f8c0-6f0e-4c58-9d9b-1b9b3c2f7a11",
    labelled: async () => labelled,
    timeoutMs,
  });
}

/** Proves a version's credential. */
export function logIn(secret: SecretFields, timeoutMs = 5_000) {
  return oauth2.logIn(oauth2.parse(secret), timeoutMs);
}

/** Sets a version's credential as another version. */
export function set(as: SecretFields, to: SecretFields, timeoutMs = 5_000): Promise<void> {
  if (!oauth2.singleUser) throw new Error("The engine has no single-user.");
  return oauth2.singleUser.set(oauth2.parse(as), oauth2.parse(to), timeoutMs);
}
