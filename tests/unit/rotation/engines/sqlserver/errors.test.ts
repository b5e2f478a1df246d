import { inspect } from "node:util";
import fc from "fast-check";
import { expect, test } from "vitest";
import { sqlserver } from "../../../../../shared/rotation/engines/sqlserver/engine.ts";
import { engineError } from "../../../../../shared/rotation/engines/sqlserver/errors.ts";
import {
  AuthenticationError,
  EngineError,
  HostUnreachableError,
  PasswordRejectedError,
  TlsVerificationError,
} from "../../../../../shared/rotation/errors.ts";

const password = "kP7-canary-w2Xq";
const statement = `ALTER LOGIN [orders] WITH PASSWORD = N'${password}'`;
const credential = sqlserver.parse({
  engine: "sqlserver",
  host: "db.example.com",
  username: "orders",
  password,
});

function driverError(code: string, message = ""): Error {
  return Object.assign(new Error(`${message} near ${statement}`), { code });
}

test.each([
  [18_456, AuthenticationError, "authentication", `refuses the login of "orders"`],
  [18_452, AuthenticationError, "authentication", `refuses the login of "orders"`],
  [18_486, EngineError, "locked", "UNLOCK"],
  [15_113, EngineError, "locked", "UNLOCK"],
  [18_470, EngineError, "locked", "ENABLE"],
  [18_487, EngineError, "locked", "CHECK_EXPIRATION"],
  [18_488, EngineError, "locked", "at the first login"],
  [4_060, EngineError, "statement", `"dbname"`],
  [916, EngineError, "statement", `"dbname"`],
  [15_118, PasswordRejectedError, "password-policy", `Adapt "passwordPolicy"`],
  [33_063, PasswordRejectedError, "password-policy", `Adapt "passwordPolicy"`],
  [15_247, EngineError, "privilege", "ALTER ANY LOGIN"],
  [15_151, EngineError, "privilege", "ALTER ANY LOGIN"],
  [229, EngineError, "privilege", "db_owner"],
  [15_023, EngineError, "statement", "belongs to another login"],
  [17_187, HostUnreachableError, "quota", "no more connections"],
  [3_906, EngineError, "statement", "The server's log has the details"],
] as const)("error %i says what it means and what to do", (number, becomes, code, says) => {
  const told = engineError(driverError("EREQUEST"), [number], credential);
  expect(told.constructor).toBe(becomes);
  expect(told).toMatchObject({ code, message: expect.stringContaining(says) });
  expect(told.message).toContain(`db.example.com:1433 (error ${number})`);
});

test("of several errors the first one that means something counts", () => {
  const told = engineError(driverError("ELOGIN"), [5_701, 4_060, 18_456], credential);
  expect(told.message).toContain("(error 4060)");
});

test.each([
  ["EENCRYPT", "Server did not negotiate encryption", TlsVerificationError, "offers no TLS"],
  ["EENCRYPT", "Server requires encryption", TlsVerificationError, `Take "ssl": false out`],
  ["ECLOSE", "Connection closed", HostUnreachableError, "closed the connection"],
  ["ESOCKET", "Connection lost", HostUnreachableError, "closed the connection"],
  ["EINVALIDSTATE", "Something new", EngineError, "failed."],
] as const)("the driver's %s, %s, says what it means", (code, message, becomes, says) => {
  const told = engineError(driverError(code, message), [], credential);
  expect(told.constructor).toBe(becomes);
  expect(told.message).toContain(says);
});

test("an error that is translated already stays as it is", () => {
  const error = new PasswordRejectedError("password-policy", "no");
  expect(engineError(error, [18_456], credential)).toBe(error);
});

test("no error keeps what the driver or the server said", () => {
  fc.assert(
    fc.property(fc.string(), fc.array(fc.nat(40_000)), (code, numbers) => {
      const cause = driverError("ECONNRESET");
      const error = Object.assign(new Error(statement, { cause }), { code });
      const told = inspect(engineError(error, numbers, credential), { depth: 10, showHidden: true });
      expect(told).not.toContain(password);
      expect(told).not.toContain(statement);
    }),
  );
});
