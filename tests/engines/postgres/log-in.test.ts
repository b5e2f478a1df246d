import { type AddressInfo, createServer } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeCertificate } from "../../../local/certificates.ts";
import { type RunningPostgres, startPostgres } from "../../../local/postgres/index.ts";
import type { PasswordCredential } from "../../../shared/rotation/credential.ts";
import { postgres } from "../../../shared/rotation/engines/postgres/engine.ts";
import { EngineError } from "../../../shared/rotation/errors.ts";
import { timeoutMs } from "./world.ts";

let withTls: RunningPostgres;
let elsewhere: RunningPostgres;
let withoutTls: RunningPostgres;

beforeAll(async () => {
  [withTls, elsewhere, withoutTls] = await Promise.all([
    startPostgres(),
    startPostgres({ certificateFor: "database.example.com" }),
    startPostgres({ tls: false }),
  ]);
});
afterAll(() => Promise.all([withTls?.stop(), elsewhere?.stop(), withoutTls?.stop()]));

function superuserOf(server: RunningPostgres, more: object = {}): PasswordCredential {
  const { host, port, caPem, superuser } = server;
  return postgres.parse({ engine: "postgres", host, port, sslrootcert: caPem, ...superuser, ...more });
}

async function failureOf(credential: PasswordCredential, within = timeoutMs): Promise<EngineError> {
  const failure = await postgres.logIn(credential, within).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(EngineError);
  expect((failure as Error).message).not.toContain(credential.password);
  return failure as EngineError;
}

test("a credential that the server takes logs in, over TLS and, where the secret says so, without", async () => {
  await postgres.logIn(superuserOf(withTls), timeoutMs);
  await postgres.logIn(superuserOf(withoutTls, { ssl: false }), timeoutMs);
});

describe("a login fails with what was wrong:", () => {
  test("the password", async () => {
    const failure = await failureOf(superuserOf(withTls, { password: "not-the-password" }));
    expect(failure).toMatchObject({ name: "AuthenticationError", code: "authentication" });
  });

  test("the user", async () => {
    const failure = await failureOf(superuserOf(withTls, { username: "nobody" }));
    expect(failure).toMatchObject({ name: "AuthenticationError", code: "authentication" });
  });

  test("the database", async () => {
    const failure = await failureOf(superuserOf(withTls, { dbname: "nowhere" }));
    expect(failure).toMatchObject({ code: "statement" });
    expect(failure.message).toContain(`"dbname"`);
  });

  test("the host's name", async () => {
    const failure = await failureOf(superuserOf(withTls, { host: "no-such-host.invalid" }));
    expect(failure).toMatchObject({ name: "HostUnreachableError", code: "dns" });
  });

  test("a port where nothing listens", async () => {
    const failure = await failureOf(superuserOf(withTls, { port: 1 }));
    expect(failure).toMatchObject({ name: "HostUnreachableError", code: "connect" });
  });

  test("a certificate by an authority that nobody knows", async () => {
    const failure = await failureOf(superuserOf(withTls, { sslrootcert: undefined }));
    expect(failure).toMatchObject({ name: "TlsVerificationError", code: "tls" });
  });

  test("a certificate by another authority than the secret names", async () => {
    const { caPem } = await makeCertificate("localhost");
    const failure = await failureOf(superuserOf(withTls, { sslrootcert: caPem }));
    expect(failure).toMatchObject({ name: "TlsVerificationError", code: "tls" });
  });

  test("a certificate for another host", async () => {
    const failure = await failureOf(superuserOf(elsewhere));
    expect(failure).toMatchObject({ name: "TlsVerificationError", code: "tls" });
  });

  test("a server without TLS, which gets no password in clear", async () => {
    const failure = await failureOf(superuserOf(withoutTls));
    expect(failure).toMatchObject({ name: "TlsVerificationError", code: "tls" });
  });

  test("a server that goes silent, once the time is over", async () => {
    const silent = createServer((socket) => socket.on("error", () => {}));
    const { promise: listening, resolve } = Promise.withResolvers<void>();
    silent.listen(0, "localhost", resolve);
    await listening;
    try {
      const { port } = silent.address() as AddressInfo;
      const failure = await failureOf(superuserOf(withoutTls, { port, ssl: false }), 300);
      expect(failure).toMatchObject({ name: "HostUnreachableError", code: "connect" });
      expect(failure.message).toContain("it did not answer in time");
    } finally {
      silent.close();
    }
  });
});
