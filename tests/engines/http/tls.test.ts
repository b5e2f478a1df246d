import { type AddressInfo, createServer } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeCertificate, type ServerCertificate } from "../../../local/certificates.ts";
import { http } from "../../../shared/rotation/engines/http/engine.ts";
import { InvalidSecretError, TlsVerificationError } from "../../../shared/rotation/errors.ts";
import { type ApiOfKeys, startApiOfKeys } from "./api-of-keys.ts";
import { failureOf } from "./failure.ts";
import { overlapSecret, world } from "./secret.ts";

const timeoutMs = 5_000;

let api: ApiOfKeys;
let certificate: ServerCertificate;
beforeAll(async () => {
  certificate = await makeCertificate("localhost");
  api = await startApiOfKeys(certificate);
});
afterAll(() => api.stop());

/** A secret that says nothing of http, which https needs not. */
function encryptedSecret(sslrootcert: string | undefined) {
  const { rotation, ...secret } = overlapSecret(api, api.makeKey());
  const { allowHttp: _, ...https } = rotation;
  return { ...secret, rotation: https, ...(sslrootcert === undefined ? {} : { sslrootcert }) };
}

describe("an API with TLS", () => {
  test("is trusted by the authority that the secret names", async () => {
    const secret = encryptedSecret(certificate.caPem);
    const made = await http.next(secret, "billing", world([secret]));
    await http.logIn(http.parse(made), timeoutMs);
  });

  test("is refused where its authority is unknown, before anything is sent", async () => {
    const secret = encryptedSecret(undefined);
    const before = api.received.length;
    const error = await failureOf(http.logIn(http.parse(secret), timeoutMs), [secret.apiKey]);
    expect(error).toBeInstanceOf(TlsVerificationError);
    expect(api.received).toHaveLength(before);
  });

  test("is refused where its certificate is for another name", async () => {
    const other = await makeCertificate("other.example.com");
    const wrong = await startApiOfKeys(other);
    try {
      const { rotation, ...secret } = overlapSecret(wrong, wrong.makeKey());
      const credential = http.parse({ ...secret, rotation, sslrootcert: other.caPem });
      const error = await failureOf(http.logIn(credential, timeoutMs), [secret.apiKey]);
      expect(error).toBeInstanceOf(TlsVerificationError);
      expect(wrong.received).toEqual([]);
    } finally {
      await wrong.stop();
    }
  });

  test("is refused where it offers none", async () => {
    const plain = await startApiOfKeys();
    try {
      const secret = JSON.parse(
        JSON.stringify(encryptedSecret(certificate.caPem)).replaceAll(
          api.url,
          plain.url.replace("http:", "https:"),
        ),
      );
      const error = await failureOf(http.logIn(http.parse(secret), timeoutMs), [secret.apiKey]);
      expect(error).toBeInstanceOf(TlsVerificationError);
      expect(plain.received).toEqual([]);
    } finally {
      await plain.stop();
    }
  });

  test("is unreachable after some seconds where TLS is never answered, however long it may take", async () => {
    const silent = createServer((socket) => void socket.on("error", () => {}).resume());
    await new Promise<void>((listening) => silent.listen(0, "localhost", listening));
    const { port } = silent.address() as AddressInfo;
    const secret = JSON.parse(
      JSON.stringify(encryptedSecret(certificate.caPem)).replaceAll(api.host, `localhost:${port}`),
    );
    const error = await failureOf(http.logIn(http.parse(secret), 600_000), [secret.apiKey]);
    expect(error).toMatchObject({ name: "HostUnreachableError", code: "connect" });
    await new Promise((closed) => silent.close(closed));
  });

  test("is not asked without TLS, where the secret does not allow it", () => {
    const secret = JSON.parse(
      JSON.stringify(encryptedSecret(certificate.caPem)).replaceAll("https:", "http:"),
    );
    expect(() => http.parse(secret)).toThrow(InvalidSecretError);
  });
});
