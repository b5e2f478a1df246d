import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkPassword, unknownPassword } from "../../../../../shared/rotation/engines/sqlserver/password.ts";
import { identifier, text } from "../../../../../shared/rotation/engines/sqlserver/quoting.ts";
import { statementToSetPassword } from "../../../../../shared/rotation/engines/sqlserver/set-password.ts";
import { forConnection } from "../../../../../shared/rotation/engines/sqlserver/statement.ts";
import { PasswordRejectedError } from "../../../../../shared/rotation/errors.ts";
import { lexemesOf } from "../../../../engines/sqlserver/server/lexer.ts";

const awkward = fc.oneof(
  fc.string({ unit: "binary", minLength: 1 }),
  fc.string({ unit: fc.constantFrom(..."'\"[]\\;-/*N@ \nA"), minLength: 1 }),
);

test("whatever a name is, it stays whole between its brackets", () => {
  fc.assert(
    fc.property(awkward, (name) => {
      expect(lexemesOf(identifier(name))).toEqual([{ kind: "identifier", value: name }]);
    }),
  );
});

test("whatever a name and a password are, the statement says the same, or the password is refused", () => {
  fc.assert(
    fc.property(awkward, awkward, awkward, fc.boolean(), (username, password, oldPassword, contained) => {
      fc.pre(isTaken(oldPassword));
      if (!isTaken(password)) {
        expect(() => checkPassword(password)).toThrow(PasswordRejectedError);
        return;
      }
      const statement = statementToSetPassword({ username, password, contained, oldPassword });
      expect(lexemesOf(statement.text)).toEqual([
        { kind: "word", value: "ALTER" },
        { kind: "word", value: contained ? "USER" : "LOGIN" },
        { kind: "identifier", value: username },
        { kind: "word", value: "WITH" },
        { kind: "word", value: "PASSWORD" },
        { kind: "sign", value: "=" },
        { kind: "text", value: password },
        { kind: "word", value: "OLD_PASSWORD" },
        { kind: "sign", value: "=" },
        { kind: "text", value: oldPassword },
      ]);
    }),
  );
});

function isTaken(password: string): boolean {
  return password.length <= 128 && !/\p{Cc}/u.test(password.replaceAll(/[\u0080-\u009f]/g, ""));
}

test("a text is Unicode whatever the database's code page", () => {
  expect(text("密'码")).toBe("N'密''码'");
});

test("the password that nobody knows passes the rules for every other", () => {
  const password = unknownPassword();
  checkPassword(password);
  for (const kind of [/[a-z]/, /[A-Z]/, /\d/, /[^a-zA-Z0-9]/]) expect(password).toMatch(kind);
  expect(unknownPassword()).not.toBe(password);
});

describe("a statement for another database", () => {
  test("is run by that database's sp_executesql, and travels as a parameter", () => {
    expect(forConnection({ text: "DROP USER [o]", database: "a]b" })).toEqual({
      text: "EXEC [a]]b].sys.sp_executesql @statement",
      parameters: { statement: "DROP USER [o]" },
    });
  });

  test("hands its own parameters on", () => {
    const inner = { text: "SELECT @name", database: "shop", parameters: { name: "o'r" } };
    expect(forConnection(inner)).toEqual({
      text: "EXEC [shop].sys.sp_executesql @statement, N'@name nvarchar(4000)', @name = @name",
      parameters: { name: "o'r", statement: "SELECT @name" },
    });
  });
});

test("a statement for the connection's own database goes as it is", () => {
  expect(forConnection({ text: "SELECT 1" })).toEqual({ text: "SELECT 1", parameters: {} });
});
