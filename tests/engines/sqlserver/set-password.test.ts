import { inspect } from "node:util";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { PasswordCredential } from "../../../shared/rotation/credential.ts";
import { sqlserver } from "../../../shared/rotation/engines/sqlserver/engine.ts";
import {
  AuthenticationError,
  EngineError,
  HostUnreachableError,
  PasswordRejectedError,
} from "../../../shared/rotation/errors.ts";
import { type RunningSqlServer, startSqlServer } from "./server/start.ts";
import { budgetMs, credentialFor, superuserOf } from "./servers.ts";

const username = "orders";
const oldPassword = "old-kP7w2Xq";
const newPassword = "new-canary-R5t9";
let server: RunningSqlServer;
let superuser: PasswordCredential;

beforeAll(async () => {
  server = await startSqlServer();
  superuser = superuserOf(server, { dbname: "shop" });
});

afterAll(() => server.stop());

async function set(as: PasswordCredential, next: PasswordCredential): Promise<void> {
  await sqlserver.singleUser?.set(as, next, budgetMs);
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
  expect(everything).not.toContain("ALTER LOGIN [");
  return error;
}

describe.each([
  { who: "a login", contained: false, statement: "ALTER LOGIN" },
  { who: "a user of a contained database", contained: true, statement: "ALTER USER" },
])("the password of $who", ({ contained, statement }) => {
  let current: PasswordCredential;
  let next: PasswordCredential;

  beforeEach(() => {
    server.catalog.logins.delete(username);
    server.catalog.database("shop").users.clear();
    if (contained) server.catalog.addUser("shop", username, { password: oldPassword });
    else server.catalog.addLogin(username, oldPassword);
    server.cutAt(undefined);
    current = credentialFor(server, { username, password: oldPassword, dbname: "shop" });
    next = { ...current, password: newPassword };
  });

  test("is set by itself, with the old one as its proof", async () => {
    await set(current, next);
    expect(server.changes).toEqual([
      `${statement} [orders] WITH PASSWORD = N'${newPassword}' OLD_PASSWORD = N'${oldPassword}'`,
    ]);
    await sqlserver.logIn(next, budgetMs);
    await expect(sqlserver.logIn(current, budgetMs)).rejects.toThrow(AuthenticationError);
  });

  test("is set from whatever password logs in, not from AWSCURRENT's", async () => {
    const previous = { ...current, password: "previous-kP7w" };
    await set(superuser, previous);
    await set(previous, next);
    await sqlserver.logIn(next, budgetMs);
  });

  test("is set by a superuser without the old one", async () => {
    await set(superuser, next);
    expect(server.changes).toEqual([`${statement} [orders] WITH PASSWORD = N'${newPassword}'`]);
    await sqlserver.logIn(next, budgetMs);
  });

  test("is set to whatever it is, with no way out of its quotes", async () => {
    const awkward = fc.string({ unit: fc.constantFrom(..."'\"][\\;-/*N \n\r@aZ9é密") });
    const text = fc.oneof(awkward, fc.string({ unit: "grapheme" })).map((end) => `kP7-w2Xq${end}`);
    await fc.assert(
      fc.asyncProperty(
        text.filter((one) => one.length <= 128 && !/\p{Cc}/u.test(one)),
        async (password) => {
          await set(superuser, { ...next, password });
          await sqlserver.logIn({ ...next, password }, budgetMs);
        },
      ),
      { numRuns: 60 },
    );
  });

  test.each([
    { what: "a line break after a backslash, which would be lost", password: "kP7-w2Xq\\\nR5t9" },
    { what: "a NUL", password: "kP7-w2Xq\u0000R5t9" },
    { what: "more than 128 characters", password: "kP7-w2Xq".repeat(17) },
  ])("is not set to one with $what", async ({ password }) => {
    const error = await failureOf(set(current, { ...next, password }));
    expect(error).toBeInstanceOf(PasswordRejectedError);
    expect(error.message).not.toContain("kP7");
    expect(server.changes).toEqual([]);
  });

  test("is not set as somebody whose own is another", async () => {
    const error = await failureOf(set({ ...current, password: "not-this-one" }, next));
    expect(error).toBeInstanceOf(AuthenticationError);
    expect(server.changes).toEqual([]);
  });

  test("is not set by a login that may not, which is told what it needs", async () => {
    server.catalog.addLogin("weak", oldPassword);
    server.catalog.addUser("shop", "weak", { login: "weak" });
    const error = await failureOf(set({ ...superuser, username: "weak", password: oldPassword }, next));
    expect(error).toMatchObject({ code: "privilege", message: expect.stringContaining("ALTER ANY LOGIN") });
  });

  test("is as it was when the connection is cut before the statement, and set by the repetition", async () => {
    server.cutAt({ statement: 0, moment: "before" });
    expect(await failureOf(set(current, next))).toBeInstanceOf(HostUnreachableError);
    await sqlserver.logIn(current, budgetMs);
    await set(current, next);
    await sqlserver.logIn(next, budgetMs);
  });

  test("is set when the connection is cut after the statement, and the repetition is refused as the old one", async () => {
    server.cutAt({ statement: 0, moment: "after" });
    expect(await failureOf(set(current, next))).toBeInstanceOf(HostUnreachableError);
    expect(await failureOf(set(current, next))).toBeInstanceOf(AuthenticationError);
    await sqlserver.logIn(next, budgetMs);
  });

  test("is not waited for longer than the time given", async () => {
    server.cutAt({ statement: 0, moment: "never answered" });
    const attempt = sqlserver.singleUser?.set(current, next, 500) ?? Promise.resolve();
    const error = await failureOf(attempt);
    expect(error).toBeInstanceOf(HostUnreachableError);
    expect(error.message).toContain("did not answer in time");
  });
});

test.each([15_114, 15_115, 15_116, 15_117, 15_118, 15_119, 33_062, 33_064])(
  "a password that the policy refuses by error %i is told as such",
  async (number) => {
    server.catalog.addLogin(username, oldPassword);
    const current = credentialFor(server, { username, password: oldPassword });
    server.failWith("ALTER LOGIN", number);
    const error = await failureOf(set(current, { ...current, password: newPassword }));
    expect(error).toBeInstanceOf(PasswordRejectedError);
    expect(error).toMatchObject({
      code: "password-policy",
      message: expect.stringContaining(`error ${number}`),
    });
  },
);

test("an error that means nothing to a rotation is told by its number", async () => {
  server.catalog.addLogin(username, oldPassword);
  const current = credentialFor(server, { username, password: oldPassword });
  server.failWith("ALTER LOGIN", 1_222);
  const error = await failureOf(set(current, { ...current, password: newPassword }));
  expect(error).toMatchObject({ code: "statement", message: expect.stringContaining("(error 1222)") });
});
