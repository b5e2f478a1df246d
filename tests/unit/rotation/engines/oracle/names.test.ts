import fc from "fast-check";
import { expect, test } from "vitest";
import {
  checkPassword,
  identifier,
  passwordLiteral,
  storedName,
} from "../../../../../shared/rotation/engines/oracle/names.ts";
import { PasswordRejectedError } from "../../../../../shared/rotation/errors.ts";
import { lexemesOf } from "./lexer.ts";

const awkward = fc.oneof(
  fc.string({ unit: "binary", minLength: 1 }),
  fc.string({ unit: fc.constantFrom(..."\"';:&@-/* \nA"), minLength: 1 }),
);

test.each([
  { username: "app", name: "APP" },
  { username: "App_Clone", name: "APP_CLONE" },
  { username: " app ", name: "APP" },
  { username: '"app"', name: "app" },
  { username: '"App User"', name: "App User" },
])("the user $username is stored as $name", ({ username, name }) => {
  expect(storedName(username)).toBe(name);
});

test("whatever a password is, it either stays whole between its quotes or is refused", () => {
  fc.assert(
    fc.property(awkward, (password) => {
      if (/["\0]/.test(password)) {
        expect(() => passwordLiteral(password)).toThrow(PasswordRejectedError);
        return;
      }
      const statement = `ALTER USER "ORDERS" IDENTIFIED BY ${passwordLiteral(password)}`;
      expect(lexemesOf(statement)).toEqual([
        { kind: "word", value: "ALTER" },
        { kind: "word", value: "USER" },
        { kind: "identifier", value: "ORDERS" },
        { kind: "word", value: "IDENTIFIED" },
        { kind: "word", value: "BY" },
        { kind: "identifier", value: password },
      ]);
    }),
  );
});

test("whatever a name is, it either stays whole between its quotes or is refused", () => {
  fc.assert(
    fc.property(awkward, (name) => {
      if (/["\0]/.test(name)) expect(() => identifier(name)).toThrow("double quote");
      else expect(lexemesOf(identifier(name))).toEqual([{ kind: "identifier", value: name }]);
    }),
  );
});

test("a password that is refused is not in the message", () => {
  expect(() => checkPassword('kP7"canary')).toThrow(expect.not.stringContaining("canary"));
});
