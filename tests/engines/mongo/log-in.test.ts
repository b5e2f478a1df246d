import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { inspect } from "node:util";
import getPort from "get-port";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { MongoCredential } from "../../../shared/rotation/engines/mongo/credential.ts";
import { mongo } from "../../../shared/rotation/engines/mongo/engine.ts";
import {
  AuthenticationError,
  EngineError,
  HostUnreachableError,
  TlsVerificationError,
} from "../../../shared/rotation/errors.ts";
import { type RunningMongo, startMongo } from "./server/start.ts";
import { budgetMs, credentialFor } from "./servers.ts";

const orders = { username: "orders", password: "kP7-canary-w2Xq" };
let server: RunningMongo;
let plain: RunningMongo;
let misnamed: RunningMongo;
let documentDb: RunningMongo;

beforeAll(async () => {
  server = await startMongo({ certificateFor: "localhost" });
  plain = await startMongo();
  misnamed = await startMongo({ certificateFor: "db.example.com" });
  documentDb = await startMongo({ certificateFor: "localhost", documentDb: true });
  for (const one of [server, plain, misnamed, documentDb]) {
    one.users.put("admin", orders.username, { pwd: orders.password, roles: [] });
  }
  server.users.put("shop", "shopkeeper", { pwd: orders.password, roles: [] });
});

afterAll(async () => {
  await Promise.all([server, plain, misnamed, documentDb].map((one) => one.stop()));
});

async function failureOf(credential: MongoCredential, timeoutMs = 1_000): Promise<EngineError> {
  const error = await mongo.logIn(credential, timeoutMs).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof EngineError))
    throw new Error("It did not fail with an EngineError.", { cause: error });
  expect(inspect(error, { depth: 10, showHidden: true })).not.toContain(credential.password);
  return error;
}

test("a user logs in over verified TLS, with SCRAM-SHA-256", async () => {
  server.logins.length = 0;
  await mongo.logIn(credentialFor(server, orders), budgetMs);
  expect(server.logins).toEqual(["admin.orders by SCRAM-SHA-256"]);
});

test("a user logs in in clear where the secret says ssl false", async () => {
  await mongo.logIn(credentialFor(plain, orders), budgetMs);
});

test("a user logs in at the database that dbname names", async () => {
  await mongo.logIn(credentialFor(server, { ...orders, username: "shopkeeper", dbname: "shop" }), budgetMs);
});

test("a user logs in at the database that authSource names, whatever dbname is", async () => {
  await mongo.logIn(credentialFor(server, { ...orders, dbname: "shop", authSource: "admin" }), budgetMs);
});

test("a user of Amazon DocumentDB logs in at admin, whatever dbname is, and with SCRAM-SHA-1", async () => {
  documentDb.logins.length = 0;
  const credential = credentialFor(documentDb, { ...orders, engine: "docdb", dbname: "shop" });
  await mongo.logIn(credential, budgetMs);
  expect(documentDb.logins).toEqual(["admin.orders by SCRAM-SHA-1"]);
});

test("a mechanism that the server does not know is told as such, not as a refusal", async () => {
  const error = await failureOf(credentialFor(documentDb, orders));
  expect(error).not.toBeInstanceOf(AuthenticationError);
  expect(error.message).toContain(`Put "authMechanism": "SCRAM-SHA-1" into the secret`);
  await mongo.logIn(credentialFor(documentDb, { ...orders, authMechanism: "SCRAM-SHA-1" }), budgetMs);
});

test("a wrong password is refused", async () => {
  const error = await failureOf(credentialFor(server, { ...orders, password: "not-this-one" }));
  expect(error).toBeInstanceOf(AuthenticationError);
  expect(error.message).toMatch(/refuses the login of "orders".+the database "admin"/);
});

test("a user that does not exist is refused", async () => {
  const error = await failureOf(credentialFor(server, { ...orders, username: "nobody" }));
  expect(error).toBeInstanceOf(AuthenticationError);
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

test("a server that takes connections and says nothing does not hold the call up", async () => {
  const sockets: Socket[] = [];
  const silent = createServer((socket) => sockets.push(socket)).listen(0, "localhost");
  await once(silent, "listening");
  const { port } = silent.address() as AddressInfo;
  try {
    const error = await failureOf(credentialFor({ host: "localhost", port, caPem: "" }, orders), 500);
    expect(error).toBeInstanceOf(HostUnreachableError);
    expect(error.message).toContain("did not answer in time");
  } finally {
    for (const socket of sockets) socket.destroy();
    silent.close();
  }
});

test("a server that falls silent after the login does not hold the call up", async () => {
  plain.cutAt({ command: "ping", moment: "never answered" });
  const error = await failureOf(credentialFor(plain, orders), 1_000);
  expect(error).toBeInstanceOf(HostUnreachableError);
  expect(error.message).toContain("did not answer in time");
});

test("from one member, the driver finds the others; with directConnection it stays with the one", async () => {
  const member = await startMongo({ members: ["elsewhere.invalid:27017"] });
  member.users.put("admin", orders.username, { pwd: orders.password, roles: [] });
  try {
    const error = await failureOf(credentialFor(member, orders));
    expect(error).toMatchObject({ name: "HostUnreachableError", code: "dns" });
    await mongo.logIn(credentialFor(member, { ...orders, directConnection: true }), budgetMs);
  } finally {
    await member.stop();
  }
});

test("a server that the driver is too new for is told as such", async () => {
  const old = await startMongo({ wireVersion: 7 });
  try {
    const error = await failureOf(credentialFor(old, orders));
    expect(error.message).toContain("Amazon DocumentDB before 5.0");
  } finally {
    await old.stop();
  }
});
