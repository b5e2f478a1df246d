import { inspect } from "node:util";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { MongoCredential } from "../../../shared/rotation/engines/mongo/credential.ts";
import { mongo } from "../../../shared/rotation/engines/mongo/engine.ts";
import { AuthenticationError, EngineError, HostUnreachableError } from "../../../shared/rotation/errors.ts";
import { type RunningMongo, startMongo } from "./server/start.ts";
import { budgetMs, credentialFor, superuserOf } from "./servers.ts";

const username = "orders";
const oldPassword = "old-kP7w2Xq";
const newPassword = "new-canary-R5t9";
const ownPassword = { role: "changeOwnPassword", db: "shop" };
let server: RunningMongo;
let current: MongoCredential;
let next: MongoCredential;

beforeAll(async () => {
  server = await startMongo({ certificateFor: "localhost" });
  const fields = { username, dbname: "shop" };
  current = credentialFor(server, { ...fields, password: oldPassword });
  next = credentialFor(server, { ...fields, password: newPassword });
});

afterAll(() => server.stop());

beforeEach(() => {
  server.users.put("shop", username, { pwd: oldPassword, roles: [ownPassword] });
  server.cutAt(undefined);
  server.done.length = 0;
});

async function set(as: MongoCredential, to: MongoCredential): Promise<void> {
  await mongo.singleUser?.set(as, to, budgetMs);
}

async function failureOf(attempt: Promise<void>): Promise<EngineError> {
  const error = await attempt.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof EngineError))
    throw new Error("It did not fail with an EngineError.", { cause: error });
  const everything = inspect(error, { depth: 10, showHidden: true });
  expect(everything).not.toContain(newPassword);
  expect(everything).not.toContain(oldPassword);
  return error;
}

test("a user sets its own password: the new one is taken, the old one is not", async () => {
  await set(current, next);
  await mongo.logIn(next, budgetMs);
  await expect(mongo.logIn(current, budgetMs)).rejects.toThrow(AuthenticationError);
});

test("any password of printable characters that is set is taken at the login", async () => {
  const printable = fc.string({ unit: "binary-ascii", minLength: 1, maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(
      printable.filter((text) => /^[\x20-\x7e]+$/.test(text)),
      async (password) => {
        await set(superuserOf(server), { ...next, password });
        await mongo.logIn({ ...next, password }, budgetMs);
      },
    ),
    { numRuns: 30 },
  );
});

test("a superuser of admin sets the password of a user of another database", async () => {
  server.users.put("shop", username, { roles: [] });
  await set(superuserOf(server, { dbname: "shop" }), next);
  await mongo.logIn(next, budgetMs);
});

test("a superuser of another database than admin says so by authSource", async () => {
  server.users.put("ops", "keeper", { pwd: oldPassword, roles: [{ role: "userAdmin", db: "shop" }] });
  const keeper = { username: "keeper", password: oldPassword, dbname: "shop" };
  await expect(set(credentialFor(server, keeper), next)).rejects.toThrow(AuthenticationError);
  await set(credentialFor(server, { ...keeper, authSource: "ops" }), next);
  await mongo.logIn(next, budgetMs);
});

test("setting the password does not let a user in by a mechanism that it did not have", async () => {
  server.users.put("shop", username, {
    pwd: oldPassword,
    roles: [ownPassword],
    mechanisms: ["SCRAM-SHA-256"],
  });
  await set(current, next);
  expect(Object.keys(server.users.find("shop", username)?.verifiers ?? {})).toEqual(["SCRAM-SHA-256"]);
});

test("setting the password leaves roles and data of the user as they are", async () => {
  server.users.put("shop", username, { pwd: oldPassword, roles: [ownPassword], customData: { team: "a" } });
  await set(current, next);
  expect(server.users.find("shop", username)).toMatchObject({
    roles: [ownPassword],
    customData: { team: "a" },
  });
});

test("setting the same password again is no error", async () => {
  await set(superuserOf(server), next);
  await set(superuserOf(server), next);
  await mongo.logIn(next, budgetMs);
});

test("a user whose password is another is refused, and nothing is set", async () => {
  await set(superuserOf(server), next);
  server.done.length = 0;
  expect(await failureOf(set(current, { ...next, password: "a-third-one" }))).toBeInstanceOf(
    AuthenticationError,
  );
  expect(server.done).toEqual([]);
});

test("a user that may not change its password is told what it needs", async () => {
  server.users.put("shop", username, { roles: [] });
  const error = await failureOf(set(current, next));
  expect(error).toMatchObject({ code: "privilege", message: expect.stringContaining("changeOwnPassword") });
});

test("a user that does not exist is told as such, with the field that may be wrong", async () => {
  const error = await failureOf(set(superuserOf(server), { ...next, username: "nobody" }));
  expect(error).toMatchObject({ code: "statement", message: expect.stringContaining(`"authSource"`) });
});

test.each([
  { code: 10_107, kind: "connect", says: "no primary just now" },
  { code: 8_000, kind: "privilege", says: "MongoDB Atlas" },
  { code: 9, kind: "statement", says: "The server's log has the details" },
])("the server's error $code is told as $kind", async ({ code, kind, says }) => {
  server.failWith("updateUser", code);
  const error = await failureOf(set(current, next));
  expect(error).toMatchObject({ code: kind, message: expect.stringContaining(says) });
});

test.each([
  { command: "usersInfo", moment: "before" },
  { command: "usersInfo", moment: "after" },
  { command: "updateUser", moment: "before" },
] as const)(
  "cut $moment $command, the old password still is, and a repetition sets the new one",
  async (cut) => {
    server.cutAt(cut);
    expect(await failureOf(set(current, next))).toBeInstanceOf(HostUnreachableError);
    await mongo.logIn(current, budgetMs);
    await set(current, next);
    await mongo.logIn(next, budgetMs);
  },
);

test("cut after updateUser, the new password is set, and the repetition is refused as the old one", async () => {
  server.cutAt({ command: "updateUser", moment: "after" });
  expect(await failureOf(set(current, next))).toBeInstanceOf(HostUnreachableError);
  expect(await failureOf(set(current, next))).toBeInstanceOf(AuthenticationError);
  await mongo.logIn(next, budgetMs);
});
