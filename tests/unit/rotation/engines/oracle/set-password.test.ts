import { beforeEach, describe, expect, test } from "vitest";
import { oracle } from "../../../../../shared/rotation/engines/oracle/engine.ts";
import { setPasswordBy } from "../../../../../shared/rotation/engines/oracle/set-password.ts";
import { AuthenticationError, PasswordRejectedError } from "../../../../../shared/rotation/errors.ts";
import { Database } from "./database.ts";

const secret = { engine: "oracle", host: "db.example.com", dbname: "SHOP" };
const current = oracle.parse({ ...secret, username: "orders", password: "old-kP7w2Xq" });
const next = { ...current, password: "next-canary-R5t9" };
const superuser = oracle.parse({ ...secret, username: "admin", password: "superuser-kP7" });
let database: Database;

beforeEach(() => {
  database = new Database();
  database.addUser("ORDERS", { password: current.password });
});

describe("a user's password is set", () => {
  test("by itself with the old one, and stands in no statement", async () => {
    await setPasswordBy(database.session(current), current, next);
    expect(database.user("ORDERS").password).toBe(next.password);
    expect(database.changes).toEqual([]);
  });

  test("by a superuser, whose statement needs no old one", async () => {
    await setPasswordBy(database.session(superuser), superuser, next);
    expect(database.user("ORDERS").password).toBe(next.password);
    expect(database.changes).toEqual([`ALTER USER "ORDERS" IDENTIFIED BY "${next.password}"`]);
  });

  test("by itself whatever case the secret has its name in", async () => {
    await setPasswordBy(database.session(current), { ...current, username: "Orders" }, next);
    expect(database.changes).toEqual([]);
  });
});

test("an old password that is wrong is a refusal", async () => {
  const wrong = { ...current, password: "not-this-one" };
  await expect(setPasswordBy(database.session(wrong), wrong, next)).rejects.toThrow(AuthenticationError);
});

test.each([
  { what: "too short for the profile's function", password: "short" },
  { what: "used before", password: "used-before-R5t9" },
])("a password that is $what is rejected", async ({ password }) => {
  const attempt = setPasswordBy(database.session(current), current, { ...current, password });
  await expect(attempt).rejects.toThrow(PasswordRejectedError);
});

test("a password with a double quote is rejected before anything is asked of the server", async () => {
  const attempt = oracle.singleUser?.set(current, { ...next, password: 'a" ACCOUNT LOCK --' }, 1_000);
  await expect(attempt).rejects.toThrow(PasswordRejectedError);
});

test("a user that does not exist is told as such", async () => {
  const nobody = { ...next, username: "nobody" };
  await expect(setPasswordBy(database.session(superuser), superuser, nobody)).rejects.toMatchObject({
    code: "statement",
    message: expect.stringContaining("ORA-01918"),
  });
});
