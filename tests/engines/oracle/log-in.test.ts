import { inspect } from "node:util";
import getPort from "get-port";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { PasswordCredential } from "../../../shared/rotation/credential.ts";
import { oracle } from "../../../shared/rotation/engines/oracle/engine.ts";
import { EngineError, HostUnreachableError, TlsVerificationError } from "../../../shared/rotation/errors.ts";
import { type ListenerOptions, type RunningListener, startListener } from "./listener.ts";

const orders = { username: "orders", password: "kP7-canary-w2Xq" };
let secured: RunningListener;
let misnamed: RunningListener;
let plain: RunningListener;

beforeAll(async () => {
  secured = await startListener({ certificateFor: "localhost", answer: 12_514 });
  misnamed = await startListener({ certificateFor: "db.example.com", answer: 12_514 });
  plain = await startListener({ answer: 12_514 });
});

afterAll(async () => {
  await Promise.all([secured, misnamed, plain].map((one) => one.stop()));
});

function credentialFor(
  { host, port, caPem }: Pick<RunningListener, "host" | "port" | "caPem">,
  fields: Record<string, unknown> = {},
): PasswordCredential {
  const tls = caPem ? { sslrootcert: caPem } : { ssl: false };
  return oracle.parse({ engine: "oracle", host, port, dbname: "SHOP", ...orders, ...tls, ...fields });
}

async function failureOf(credential: PasswordCredential, timeoutMs = 2_000): Promise<EngineError> {
  const error = await oracle.logIn(credential, timeoutMs).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof EngineError))
    throw new Error("It did not fail with an EngineError.", { cause: error });
  expect(inspect(error, { depth: 10, showHidden: true })).not.toContain(credential.password);
  return error;
}

async function failureAt(answer: ListenerOptions["answer"], timeoutMs?: number): Promise<EngineError> {
  const listener = await startListener({ answer });
  try {
    return await failureOf(credentialFor(listener), timeoutMs);
  } finally {
    await listener.stop();
  }
}

test("the listener is reached over verified TLS, and asked for dbname as a service", async () => {
  secured.descriptors.length = 0;
  await failureOf(credentialFor(secured));
  expect(secured.descriptors).toHaveLength(1);
  expect(secured.descriptors[0]).toMatch(/PROTOCOL=TCPS.*SERVICE_NAME=SHOP/);
});

test("the listener is reached in clear where the secret says ssl false, and asked for the same service", async () => {
  plain.descriptors.length = 0;
  await failureOf(credentialFor(plain));
  expect(plain.descriptors[0]).toMatch(/PROTOCOL=TCP\).*SERVICE_NAME=SHOP/);
});

test("a service that the listener does not know is told by the field to correct", async () => {
  const error = await failureOf(credentialFor(secured));
  expect(error).toMatchObject({
    code: "statement",
    message: expect.stringContaining(`the name in "dbname"`),
  });
});

test("a database that is starting is told as such", async () => {
  const error = await failureAt(12_528);
  expect(error).toBeInstanceOf(HostUnreachableError);
  expect(error.code).toBe("quota");
});

test("a refusal that means nothing to a rotation is told by its number", async () => {
  const error = await failureAt(12_500);
  expect(error).toMatchObject({ code: "statement", message: expect.stringContaining("ORA-12500") });
});

test("a listener that hangs up is told as such", async () => {
  const error = await failureAt("hang up");
  expect(error).toBeInstanceOf(HostUnreachableError);
  expect(error).toMatchObject({ code: "connect", message: expect.stringContaining("closed the connection") });
});

test("a listener that says nothing does not hold the call up", async () => {
  const error = await failureAt("nothing", 300);
  expect(error).toBeInstanceOf(HostUnreachableError);
  expect(error.message).toContain("did not answer in time");
});

test("a port that nothing listens on is unreachable", async () => {
  const error = await failureOf(credentialFor({ host: "localhost", port: await getPort(), caPem: "" }));
  expect(error).toBeInstanceOf(HostUnreachableError);
  expect(error).toMatchObject({ code: "connect", message: expect.stringContaining("nothing listens there") });
});

test("a name that does not resolve is told as such", async () => {
  const error = await failureOf(credentialFor(plain, { host: "nowhere.invalid" }));
  expect(error).toBeInstanceOf(HostUnreachableError);
  expect(error.code).toBe("dns");
});

test("a certificate of an unknown authority is not taken", async () => {
  secured.descriptors.length = 0;
  const error = await failureOf({ ...credentialFor(secured), sslrootcert: misnamed.caPem });
  expect(error).toBeInstanceOf(TlsVerificationError);
  expect(error.message).toContain(`"sslrootcert"`);
  expect(secured.descriptors).toEqual([]);
});

test("a certificate for another name is not taken", async () => {
  const error = await failureOf(credentialFor(misnamed));
  expect(error).toBeInstanceOf(TlsVerificationError);
  expect(error.message).toContain("the host name that the certificate is for");
  expect(misnamed.descriptors).toEqual([]);
});

test("a listener without TLS is not talked to in clear", async () => {
  plain.descriptors.length = 0;
  const error = await failureOf(credentialFor({ ...plain, caPem: secured.caPem }));
  expect(error).toBeInstanceOf(TlsVerificationError);
  expect(error.message).toContain("offers no TLS on this port");
  expect(plain.descriptors).toEqual([]);
});
