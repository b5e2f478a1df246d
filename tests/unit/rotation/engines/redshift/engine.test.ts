import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { redshiftSettings } from "../../../../../shared/rotation/engines/redshift/connection.ts";
import { redshift } from "../../../../../shared/rotation/engines/redshift/engine.ts";
import { checkPassword, redshiftPassword } from "../../../../../shared/rotation/engines/redshift/password.ts";
import { InvalidSecretError, PasswordRejectedError } from "../../../../../shared/rotation/errors.ts";

const fields = { engine: "redshift", host: "c.example.com", username: "etl", password: "Aa345678" };

test("a secret with what is needed and no more gets Redshift's port and database, and TLS", () => {
  expect(redshift.parse(fields)).toMatchObject({
    port: 5_439,
    dbname: "dev",
    tls: true,
    system: "c.example.com:5439",
  });
});

test.each(["engine", "host", "username", "password"])(
  "a secret without %s is refused by that name",
  (field) => {
    expect(() => redshift.parse({ ...fields, [field]: undefined })).toThrow(
      expect.objectContaining({ name: InvalidSecretError.name, field }),
    );
  },
);

test("a user name that Redshift does not store is refused", () => {
  expect(redshift.parse({ ...fields, username: "u".repeat(127) }).username).toHaveLength(127);
  expect(() => redshift.parse({ ...fields, username: "u".repeat(128) })).toThrow(InvalidSecretError);
});

test("a connection is verified, and starts with no parameter that Redshift may not know", () => {
  const settings = redshiftSettings(redshift.parse(fields), 9_000);
  expect(settings).toMatchObject({
    ssl: { rejectUnauthorized: true },
    query_timeout: 9_000,
    connectionTimeoutMillis: 5_000,
  });
  expect(settings).not.toHaveProperty("statement_timeout");
  expect(settings).not.toHaveProperty("idle_in_transaction_session_timeout");
  expect(redshiftSettings(redshift.parse({ ...fields, ssl: false }), 9_000).ssl).toBe(false);
});

describe("a password is refused that Redshift would not take:", () => {
  test.each([
    ["of 7 characters", "Aa34567", "8 to 64 characters"],
    ["of 65 characters", `Aa3${"x".repeat(62)}`, "8 to 64 characters"],
    ["without an upper-case letter", "aa345678", "an upper-case letter"],
    ["without a lower-case letter", "AA345678", "a lower-case letter"],
    ["without a digit", "AaBbCcDd", "a digit"],
    ["not of ASCII", "Aa34567é", "of ASCII"],
    ...[" ", "'", '"', "\\", "/", "@"].map((character) => [
      `with ${character}`,
      `Aa34567${character}`,
      "without space",
    ]),
  ])("one %s", (_, password = "", says = "") => {
    expect(() => checkPassword(password)).toThrow(PasswordRejectedError);
    expect(() => checkPassword(password)).toThrow(says);
    expect(() => checkPassword(password)).not.toThrow(password);
  });
});

test("a password with all that Redshift wants is taken, whatever else it is of", () => {
  const allowed = Array.from({ length: 94 }, (_, index) => String.fromCharCode(33 + index)).filter(
    (character) => !`'"\\/@`.includes(character),
  );
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...allowed), minLength: 5, maxLength: 61 }), (some) => {
      expect(() => checkPassword(`${some}aA1`)).not.toThrow();
    }),
  );
});

test("a password is set by the hash that Redshift's documentation has for one", () => {
  // Its page on CREATE USER, for the user user1 with the password ez.
  expect(redshiftPassword("user1", "ez")).toBe("md5153c434b4b77c89e6b94f12c5393af5b");
});

test("a password of a user whose name the server may keep otherwise is set as it is", () => {
  expect(redshiftPassword("Admin", "Aa345678")).toBe("Aa345678");
});

test("the next version's password is made by Redshift's rules, and is none that it would not take", async () => {
  const asked: unknown[] = [];
  const world = (password: string) => ({
    newPassword: async (rules: unknown) => {
      asked.push(rules);
      return password;
    },
    versionId: "4f9d1c3e-0000-4000-8000-000000000000",
    labelled: async () => [],
    timeoutMs: 1_000,
  });
  expect(await redshift.next(fields, "etl_clone", world("Zz345678"))).toEqual({
    ...fields,
    username: "etl_clone",
    password: "Zz345678",
  });
  expect(asked).toEqual([{ maximumLength: 64, alsoExclude: `'"\\/@ ` }]);
  await expect(redshift.next(fields, "etl_clone", world("zz345678"))).rejects.toThrow(PasswordRejectedError);
});
