import { inspect } from "node:util";
import fc from "fast-check";
import { expect, test } from "vitest";
import { oracle } from "../../../../../shared/rotation/engines/oracle/engine.ts";
import { engineError, PasswordExpiredError } from "../../../../../shared/rotation/engines/oracle/errors.ts";
import {
  AuthenticationError,
  EngineError,
  HostUnreachableError,
  PasswordRejectedError,
  TlsVerificationError,
} from "../../../../../shared/rotation/errors.ts";

const password = "kP7-canary-w2Xq";
const statement = `ALTER USER "ORDERS" IDENTIFIED BY "${password}"`;
const credential = oracle.parse({
  engine: "oracle",
  host: "db.example.com",
  username: "orders",
  password,
  dbname: "SHOP",
});

function driverError(code: string, text = ""): Error {
  return Object.assign(new Error(`${code}: ${text} near ${statement}`), { code });
}

test.each([
  ["ORA-01017", AuthenticationError, "authentication", `refuses the login of "orders"`],
  ["ORA-28008", AuthenticationError, "authentication", `refuses the login of "orders"`],
  ["ORA-28001", PasswordExpiredError, "authentication", "has run out"],
  ["ORA-28000", EngineError, "locked", "ACCOUNT UNLOCK"],
  ["ORA-28003", PasswordRejectedError, "password-policy", `Adapt "passwordPolicy"`],
  ["ORA-28007", PasswordRejectedError, "password-policy", `Adapt "passwordPolicy"`],
  ["ORA-00972", PasswordRejectedError, "password-policy", `Adapt "passwordPolicy"`],
  ["ORA-01031", EngineError, "privilege", "SELECT_CATALOG_ROLE"],
  ["ORA-00942", EngineError, "privilege", "SELECT_CATALOG_ROLE"],
  ["ORA-01918", EngineError, "statement", "no such user"],
  ["NJS-518", EngineError, "statement", `the name in "dbname"`],
  ["NJS-530", HostUnreachableError, "dns", "does not resolve"],
  ["ORA-00018", HostUnreachableError, "quota", "no more connections"],
  ["NJS-510", HostUnreachableError, "connect", "did not answer in time"],
  ["NJS-123", HostUnreachableError, "connect", "did not answer in time"],
  ["ORA-12170", HostUnreachableError, "connect", "did not answer in time"],
  ["NJS-500", HostUnreachableError, "connect", "closed the connection"],
  ["ORA-12541", HostUnreachableError, "connect", "closed the connection"],
  ["NJS-533", TlsVerificationError, "tls", "native network encryption"],
  ["NJS-506", TlsVerificationError, "tls", "does not verify"],
  ["ORA-00600", EngineError, "statement", "The server's log has the details"],
  ["NJS-001", EngineError, "connect", "failed (NJS-001)"],
] as const)("%s says what it means and what to do", (code, becomes, kind, says) => {
  const told = engineError(driverError(code), credential);
  expect(told.constructor).toBe(becomes);
  expect(told).toMatchObject({ code: kind, message: expect.stringContaining(says) });
  expect(told.message).toContain("db.example.com:1521");
});

test.each([
  ["connect ECONNREFUSED 127.0.0.1:1521", "connect", "nothing listens there"],
  ["connect EHOSTUNREACH 10.0.0.1:1521", "connect", "no route"],
  ["connect ETIMEDOUT 10.0.0.1:1521", "connect", "did not answer in time"],
])("a connection that fails by %s says why", (text, code, says) => {
  const told = engineError(driverError("NJS-503", text), credential);
  expect(told).toBeInstanceOf(HostUnreachableError);
  expect(told).toMatchObject({ code, message: expect.stringContaining(says) });
});

test("a password that has run out is a refusal by the name that travels, too", () => {
  expect(engineError(driverError("ORA-28001"), credential).name).toBe("AuthenticationError");
});

test("an error that is translated already stays as it is", () => {
  const error = new PasswordRejectedError("password-policy", "no");
  expect(engineError(error, credential)).toBe(error);
});

test("no error keeps what the driver or the server said", () => {
  const code = fc.oneof(
    fc.integer({ min: 0, max: 65_535 }).map((number) => `ORA-${String(number).padStart(5, "0")}`),
    fc.integer({ min: 0, max: 999 }).map((number) => `NJS-${number}`),
    fc.string(),
  );
  fc.assert(
    fc.property(code, (one) => {
      const told = inspect(engineError(driverError(one), credential), { depth: 10, showHidden: true });
      expect(told).not.toContain(password);
      expect(told).not.toContain("IDENTIFIED BY");
    }),
  );
});
