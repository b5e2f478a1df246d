import { expect, test } from "vitest";
import { oracle } from "../../../../../shared/rotation/engines/oracle/engine.ts";
import { unknownPassword } from "../../../../../shared/rotation/engines/oracle/password.ts";

test("the next version has the new user, a password by Oracle's rules, and the rest as it was", async () => {
  const current = { engine: "oracle", username: "orders", password: "old", dbname: "SHOP", team: "a" };
  const asked: unknown[] = [];
  const next = await oracle.next(current, "orders_CLONE", {
    newPassword: async (rules) => {
      asked.push(rules);
      return "kP7-w2Xq";
    },
    versionId: "token",
    labelled: async () => [],
    timeoutMs: 1_000,
  });
  expect(next).toEqual({ ...current, username: "orders_CLONE", password: "kP7-w2Xq" });
  expect(asked).toEqual([{ maximumLength: 30, alsoExclude: '"' }]);
});

test("the password that nobody knows has two of every kind, and fits", () => {
  const password = unknownPassword();
  expect(password).toMatch(/^[^"]{30}$/);
  for (const kind of [/[a-z].*[a-z]/, /[A-Z].*[A-Z]/, /\d.*\d/, /[_#-].*[_#-]/])
    expect(password).toMatch(kind);
  expect(unknownPassword()).not.toBe(password);
});
