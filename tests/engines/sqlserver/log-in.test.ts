import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { inspect } from "node:util";
import getPort from "get-port";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { PasswordCredential } from "../../../shared/rotation/credential.ts";
import { sqlserver } from "../../../shared/rotation/engines/sqlserver/engine.ts";
import {
  AuthenticationError,
  EngineError,
  HostUnreachableError,
  TlsVerificationError,
} from "../../../shared/rotation/errors.ts";
import { type RunningSqlServer, startSqlServer } from "./server/start.ts";
import { budgetMs, credentialFor } from "./servers.ts";

const orders = { username: "orders", password: "kP7-canary-w2Xq" };
let server: RunningSqlServer;
let plain: RunningSqlServer;
let misnamed: RunningSqlServer;

beforeAll(async () => {
  server = await startSqlServer({ certificateFor: "localhost" });
  plain = await startSqlServer();
  misnamed = await startSqlServer({ certificateFor: "db.example.com" });
  for (const { catalog } of [server, plain, misnamed]) {
    catalog.addLogin(orders.username, orders.password);
    catalog.addUser("shop", "keeper", { password: orders.password });
  }
});

afterAll(async () => {
  await Promise.all([server, plain, misnamed].map((one) => one.stop()));
});

async function failureOf(credential: PasswordCredential, timeoutMs = 1_000): Promise<EngineError> {
  const error = await sqlserver.logIn(credential, timeoutMs).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof EngineError))
    throw new Error("It did not fail with an EngineError.", { cause: error });
  expect(inspect(error, { depth: 10, showHidden: true })).not.toContain(credential.password);
  return error;
}

test("a login is taken over verified TLS", async () => {
  await sqlserver.logIn(credentialFor(server, orders), budgetMs);
});

test("a login is taken in clear where the secret says ssl false", async () => {
  await sqlserver.logIn(credentialFor(plain, orders), budgetMs);
});

test("a user of a contained database logs in at the database that dbname names", async () => {
  await sqlserver.logIn(credentialFor(server, { ...orders, username: "keeper", dbname: "shop" }), budgetMs);
});

test.each([`a'b"c]d[e`, "päss wörd 密码 🔑", "--/*;`\\", " leading and trailing "])(
  "the password %s reaches the server as it is",
  async (password) => {
    server.catalog.addLogin("special", password);
    await sqlserver.logIn(credentialFor(server, { username: "special", password }), budgetMs);
  },
);

test("a wrong password is refused", async () => {
  const error = await failureOf(credentialFor(server, { ...orders, password: "not-this-one" }));
  expect(error).toBeInstanceOf(AuthenticationError);
  expect(error.message).toContain(`(error 18456) refuses the login of "orders"`);
});

test("a login that does not exist is refused", async () => {
  const error = await failureOf(credentialFor(server, { ...orders, username: "nobody" }));
  expect(error).toBeInstanceOf(AuthenticationError);
});

test.each([
  { state: "locked", says: "WITH PASSWORD = … UNLOCK" },
  { state: "disabled", says: "ALTER LOGIN … ENABLE" },
  { state: "expired", says: "switch CHECK_EXPIRATION off" },
])("a login that is $state is told as locked, not as refused, and what to do", async ({ state, says }) => {
  server.catalog.addLogin("shut-out", orders.password, { [state]: true });
  const error = await failureOf(credentialFor(server, { ...orders, username: "shut-out" }));
  expect(error).not.toBeInstanceOf(AuthenticationError);
  expect(error).toMatchObject({ code: "locked", message: expect.stringContaining(says) });
});

test("a database that does not exist is told as such, not as a refused login", async () => {
  const error = await failureOf(credentialFor(server, { ...orders, dbname: "nowhere" }));
  expect(error).toMatchObject({
    code: "statement",
    message: expect.stringContaining(`(error 4060): the database that "dbname" names does not exist`),
  });
});

test("a port that nothing listens on is unreachable", async () => {
  const error = await failureOf(credentialFor({ ...server, port: await getPort() }, orders));
  expect(error).toBeInstanceOf(HostUnreachableError);
  expect(error).toMatchObject({ code: "connect", message: expect.stringContaining("nothing listens there") });
});

test("a name that does not resolve is told as such", async () => {
  const error = await failureOf({ ...credentialFor(server, orders), host: "nowhere.invalid" });
  expect(error).toBeInstanceOf(HostUnreachableError);
  expect(error.code).toBe("dns");
});

test("a certificate of an unknown authority is not taken", async () => {
  server.logins.length = 0;
  const error = await failureOf({ ...credentialFor(server, orders), sslrootcert: misnamed.caPem });
  expect(error).toBeInstanceOf(TlsVerificationError);
  expect(error.message).toContain("does not verify");
  expect(server.logins).toEqual([]);
});

test("a certificate for another name is not taken", async () => {
  const error = await failureOf(credentialFor(misnamed, orders));
  expect(error).toBeInstanceOf(TlsVerificationError);
  expect(error.message).toContain("ERR_TLS_CERT_ALTNAME_INVALID");
  expect(misnamed.logins).toEqual([]);
});

test("a server without TLS is not talked to in clear", async () => {
  plain.logins.length = 0;
  const error = await failureOf(credentialFor({ ...plain, caPem: server.caPem }, orders));
  expect(error).toBeInstanceOf(TlsVerificationError);
  expect(error.message).toContain("offers no TLS");
  expect(plain.logins).toEqual([]);
});

test("a server that wants TLS is not talked to in clear either, and the field to change is told", async () => {
  const strict = await startSqlServer({ requiresTls: true });
  try {
    const error = await failureOf(credentialFor(strict, orders));
    expect(error).toBeInstanceOf(TlsVerificationError);
    expect(error.message).toContain(`Take "ssl": false out of the secret`);
  } finally {
    await strict.stop();
  }
});

test("a server that takes connections and says nothing does not hold the call up", async () => {
  const sockets: Socket[] = [];
  const silent = createServer((socket) => sockets.push(socket)).listen(0, "localhost");
  await once(silent, "listening");
  const { port } = silent.address() as AddressInfo;
  try {
    const error = await failureOf(credentialFor({ host: "localhost", port, caPem: "" }, orders), 300);
    expect(error).toBeInstanceOf(HostUnreachableError);
    expect(error.message).toMatch(/did not answer in time/);
  } finally {
    for (const socket of sockets) socket.destroy();
    silent.close();
  }
});

test("a server that hangs up at once is told as such", async () => {
  const rude = createServer((socket) => socket.destroy()).listen(0, "localhost");
  await once(rude, "listening");
  const { port } = rude.address() as AddressInfo;
  try {
    const error = await failureOf(credentialFor({ host: "localhost", port, caPem: "" }, orders));
    expect(error).toBeInstanceOf(HostUnreachableError);
    expect(error.code).toBe("connect");
  } finally {
    rude.close();
  }
});
