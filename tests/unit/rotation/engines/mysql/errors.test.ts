import { inspect } from "node:util";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { PasswordCredential } from "../../../../../shared/rotation/credential.ts";
import { loginError, statementError } from "../../../../../shared/rotation/engines/mysql/errors.ts";
import { ServerRefusal } from "../../../../../shared/rotation/engines/mysql/server-refusal.ts";
import { AuthenticationError, EngineError } from "../../../../../shared/rotation/errors.ts";

const password = "kP7-canary-w2Xq";
const statement = `ALTER USER "orders" IDENTIFIED BY '${password}'`;
const credential: PasswordCredential = {
  engine: "mysql",
  host: "db.example.com",
  port: 3307,
  system: "db.example.com:3307",
  username: "orders",
  password,
  dbname: "shop",
  tls: true,
};

/** An error of the driver's, with the statement wherever it may quote it. */
function driverError(errno: number | undefined, code = "ER_SOMETHING"): Error {
  const quoted = { sql: statement, sqlMessage: statement, code };
  return Object.assign(new Error(`failed: ${statement}`), quoted, errno === undefined ? {} : { errno });
}

function expectNoSecret(error: Error): void {
  const everything = inspect(error, { depth: 10, showHidden: true });
  expect(everything).not.toContain(password);
  expect(everything).not.toContain('ALTER USER "');
  expect(error.cause).toBeUndefined();
}

describe("a refused login", () => {
  test.each([
    { errno: 1045, name: "AuthenticationError", code: "authentication" },
    { errno: 1698, name: "AuthenticationError", code: "authentication" },
    { errno: 1044, name: "EngineError", code: "privilege" },
    { errno: 1049, name: "EngineError", code: "statement" },
    { errno: 1129, name: "EngineError", code: "connect" },
    { errno: 1130, name: "EngineError", code: "connect" },
    { errno: 1040, name: "HostUnreachableError", code: "quota" },
    { errno: 1203, name: "HostUnreachableError", code: "quota" },
    { errno: 1226, name: "HostUnreachableError", code: "quota" },
    { errno: 1862, name: "EngineError", code: "locked" },
    { errno: 3118, name: "EngineError", code: "locked" },
    { errno: 3955, name: "EngineError", code: "locked" },
    { errno: 4150, name: "EngineError", code: "locked" },
    { errno: 4151, name: "EngineError", code: "locked" },
    { errno: 3159, name: "TlsVerificationError", code: "tls" },
    { errno: 1053, name: "HostUnreachableError", code: "connect" },
    { errno: 9_999, name: "EngineError", code: "statement" },
  ])("by error $errno is a $name of the code $code", ({ errno, name, code }) => {
    const error = loginError(driverError(errno), credential);
    expect(error).toMatchObject({
      name,
      code,
      message: expect.stringContaining(`db.example.com:3307 (error ${errno})`),
    });
    expectNoSecret(error);
  });

  test.each([
    { code: "HANDSHAKE_NO_SSL_SUPPORT", name: "TlsVerificationError", is: "tls" },
    { code: "HANDSHAKE_SSL_ERROR", name: "TlsVerificationError", is: "tls" },
    { code: "AUTH_SWITCH_PLUGIN_ERROR", name: "EngineError", is: "authentication" },
    { code: "MYSQL_CLEAR_PASSWORD_NOT_ENABLED", name: "EngineError", is: "authentication" },
    { code: "PROTOCOL_CONNECTION_LOST", name: "HostUnreachableError", is: "connect" },
    { code: "ENOTFOUND", name: "HostUnreachableError", is: "dns" },
    { code: "ECONNREFUSED", name: "HostUnreachableError", is: "connect" },
    { code: "ETIMEDOUT", name: "HostUnreachableError", is: "connect" },
    { code: "WHATEVER", name: "EngineError", is: "connect" },
  ])("by $code is a $name", ({ code, name, is }) => {
    const error = loginError(driverError(undefined, code), credential);
    expect(error).toMatchObject({ name, code: is });
    expectNoSecret(error);
  });
});

describe("a refused statement", () => {
  test.each([
    { errno: 1045, name: "EngineError", code: "privilege" },
    { errno: 1044, name: "EngineError", code: "privilege" },
    { errno: 1142, name: "EngineError", code: "privilege" },
    { errno: 1143, name: "EngineError", code: "privilege" },
    { errno: 1227, name: "EngineError", code: "privilege" },
    { errno: 1370, name: "EngineError", code: "privilege" },
    { errno: 1410, name: "EngineError", code: "privilege" },
    { errno: 1698, name: "EngineError", code: "privilege" },
    { errno: 3892, name: "EngineError", code: "privilege" },
    { errno: 1819, name: "PasswordRejectedError", code: "password-policy" },
    { errno: 3638, name: "PasswordRejectedError", code: "password-policy" },
    { errno: 1820, name: "EngineError", code: "locked" },
    { errno: 1226, name: "HostUnreachableError", code: "quota" },
    { errno: 1064, name: "EngineError", code: "statement" },
    { errno: 1146, name: "EngineError", code: "statement" },
    { errno: 1205, name: "EngineError", code: "statement" },
    { errno: 1290, name: "EngineError", code: "statement" },
  ])("by error $errno is a $name of the code $code", ({ errno, name, code }) => {
    const error = statementError(new ServerRefusal(errno, "change its own password"), credential);
    expect(error).toMatchObject({ name, code });
    expectNoSecret(error);
  });

  test("is never taken for a refused login, which would be answered by another password", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 65_535 }), (errno) => {
        const error = statementError(new ServerRefusal(errno, "do something"), credential);
        expect(error).toBeInstanceOf(EngineError);
        expect(error).not.toBeInstanceOf(AuthenticationError);
      }),
    );
  });
});

test("what is an error of the protocol already stays as it is", () => {
  const error = new EngineError("answer", "The server said something odd.");
  expect(loginError(error, credential)).toBe(error);
  expect(statementError(error, credential)).toBe(error);
});
