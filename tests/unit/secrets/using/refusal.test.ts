import { ErrorReply } from "@redis/client";
import { MongoServerError } from "mongodb";
import pg from "pg";
import { expect, test } from "vitest";
import { refusalIn } from "../../../../shared/secrets/using/refusal.ts";

const withCode = (code: unknown, message = "refused") => Object.assign(new Error(message), { code });
const pgError = (code: string) => Object.assign(new pg.DatabaseError("refused", 7, "error"), { code });

test.each([
  ["pg, invalid password", pgError("28P01")],
  ["pg, invalid authorization", pgError("28000")],
  ["mysql2", Object.assign(withCode("ER_ACCESS_DENIED_ERROR"), { errno: 1045 })],
  ["redis, wrong password", new ErrorReply("WRONGPASS invalid username-password pair or user is disabled.")],
  ["redis, not logged in", new ErrorReply("NOAUTH Authentication required.")],
  ["mongodb", new MongoServerError({ message: "Authentication failed.", code: 18 })],
  ["tedious", withCode("ELOGIN")],
  ["HTTP, as of a wrapper of fetch", Object.assign(new Error("no"), { status: 401 })],
  ["HTTP, as of axios", Object.assign(new Error("no"), { response: { status: 401 } })],
  ["HTTP, as of got", Object.assign(new Error("no"), { response: { statusCode: 401 } })],
  ["an error with the refusal as its cause", new Error("no connection", { cause: pgError("28P01") })],
  ["several at once", new AggregateError([new Error("timed out"), pgError("28P01")])],
])("the login is refused: %s", (_, error) => {
  expect(refusalIn(error)).toBe("login");
});

test("a 403 may be about the login or about a right", () => {
  expect(refusalIn(Object.assign(new Error("no"), { status: 403 }))).toBe("perhaps");
  expect(refusalIn(Object.assign(new Error("no"), { $metadata: { httpStatusCode: 403 } }))).toBe("perhaps");
});

test.each([
  ["a right that is missing in PostgreSQL", pgError("42501")],
  ["a statement that is wrong", pgError("42601")],
  ["a connection that broke", withCode("ECONNRESET")],
  ["a database of MySQL that the user may not use", withCode("ER_DBACCESS_DENIED_ERROR")],
  ["a right that is missing in Redis", new ErrorReply("NOPERM this user has no permissions")],
  ["another system's error 18", withCode(18)],
  ["a text that only quotes the code", new Error("the page says WRONGPASS ")],
  ["HTTP 500", Object.assign(new Error("no"), { status: 500 })],
  ["no error", "28P01"],
])("the login is not refused: %s", (_, error) => {
  expect(refusalIn(error)).toBeUndefined();
});

test("an error that is its own cause ends", () => {
  const error = new Error("round");
  error.cause = error;
  expect(refusalIn(error)).toBeUndefined();
});
