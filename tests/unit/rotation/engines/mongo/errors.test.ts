import { inspect } from "node:util";
import fc from "fast-check";
import { Int32, MongoNetworkError, MongoServerError } from "mongodb";
import { expect, test } from "vitest";
import { mongo } from "../../../../../shared/rotation/engines/mongo/engine.ts";
import { codeOf, engineError } from "../../../../../shared/rotation/engines/mongo/errors.ts";
import {
  AuthenticationError,
  EngineError,
  HostUnreachableError,
  PasswordRejectedError,
} from "../../../../../shared/rotation/errors.ts";

const password = "kP7-canary-w2Xq";
const command = `{ updateUser: "orders", pwd: "${password}" }`;
const credential = mongo.parse({ engine: "mongo", host: "db.example.com", username: "orders", password });

function serverError(code: number | Int32): MongoServerError {
  return new MongoServerError({ errmsg: `failed: ${command}`, code, ok: 0 });
}

test.each([
  [18, AuthenticationError, "authentication", `refuses the login of "orders"`],
  [-301, EngineError, "authentication", `"authMechanism": "SCRAM-SHA-1"`],
  [13, EngineError, "privilege", "changeOwnPassword"],
  [8_000, EngineError, "privilege", "MongoDB Atlas"],
  [11, EngineError, "statement", `"authSource"`],
  [10_107, HostUnreachableError, "connect", "no primary just now"],
  [189, HostUnreachableError, "connect", "no primary just now"],
  [9, EngineError, "statement", "The server's log has the details"],
] as const)("code %i says what it means and what to do", (code, becomes, kind, says) => {
  const told = engineError(serverError(code), credential, "admin");
  expect(told.constructor).toBe(becomes);
  expect(told).toMatchObject({ code: kind, message: expect.stringContaining(says) });
  expect(told.message).toContain(`db.example.com:27017 (code ${code})`);
});

test("a code is read as the number that it comes as", () => {
  expect(codeOf(serverError(new Int32(18)))).toBe(18);
  expect(codeOf(new Error("none"))).toBeUndefined();
});

test("a refused login names the database that the user was looked for in", () => {
  expect(engineError(serverError(18), credential, "shop").message).toContain(`the database "shop"`);
});

test("a connection that breaks without a reason is told as one that may come back", () => {
  const told = engineError(new MongoNetworkError("connection 1 closed"), credential, "admin");
  expect(told).toBeInstanceOf(HostUnreachableError);
  expect(told.message).toContain("try again");
});

test("an error that is translated already stays as it is", () => {
  const error = new PasswordRejectedError("password-policy", "no");
  expect(engineError(error, credential, "admin")).toBe(error);
});

test("no error keeps what the driver or the server said", () => {
  const errors = fc.oneof(
    fc.integer().map(serverError),
    fc.constant(new MongoNetworkError(command, { cause: new Error(command) })),
    fc.constant(new Error(command)),
    fc.constant(command),
  );
  fc.assert(
    fc.property(errors, (error) => {
      const told = inspect(engineError(error, credential, "admin"), { depth: 10, showHidden: true });
      expect(told).not.toContain(password);
      expect(told).not.toContain("updateUser");
    }),
  );
});
