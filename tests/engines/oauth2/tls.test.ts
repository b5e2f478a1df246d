import { afterAll, beforeAll, expect, test } from "vitest";
import { makeCertificate, type ServerCertificate } from "../../../local/certificates.ts";
import { TlsVerificationError } from "../../../shared/rotation/errors.ts";
import { failureOf } from "../http/failure.ts";
import { type AuthorizationServer, startAuthorizationServer } from "./authorization-server.ts";
import { logIn, next, registered, replacedTokens } from "./secret.ts";

let certificate: ServerCertificate;
let server: AuthorizationServer;
beforeAll(async () => {
  certificate = await makeCertificate("localhost");
  server = await startAuthorizationServer({}, certificate);
});
afterAll(() => server.stop());

/** https needs no leave. */
function encrypted<T extends { allowHttp: boolean }>({ allowHttp: _, ...secret }: T) {
  return secret;
}

test("a server is trusted by the authority that the secret names, in every request", async () => {
  for (const secret of [encrypted(replacedTokens(server)), encrypted(registered(server))]) {
    const trusting = { ...secret, sslrootcert: certificate.caPem };
    await logIn(trusting);
    await logIn(await next(trusting));
  }
});

test("a server whose authority is unknown is sent nothing", async () => {
  const before = server.received.length;
  for (const secret of [encrypted(replacedTokens(server)), encrypted(registered(server))]) {
    for (const attempt of [logIn(secret), next(secret)]) {
      expect(await failureOf(attempt, [secret.clientSecret])).toBeInstanceOf(TlsVerificationError);
    }
  }
  expect(server.received).toHaveLength(before);
});

test("a server that cannot be reached is told by its host", async () => {
  const nowhere = {
    engine: "oauth2",
    tokenEndpoint: "https://login.invalid/token",
    clientId: "a",
    clientSecret: "canary",
  };
  const error = await failureOf(logIn(nowhere), ["canary"]);
  expect(error).toMatchObject({
    name: "HostUnreachableError",
    code: "dns",
    message: expect.stringContaining("login.invalid"),
  });
});
