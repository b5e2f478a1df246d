import { expect, test } from "vitest";
import { storedForm } from "../../../../../shared/rotation/engines/postgres/password.ts";

const login = { username: "app", password: "secret" };

test("a server set to MD5 gets the MD5 verifier, which has the user's name in it", () => {
  // SELECT 'md5' || md5('secret' || 'app')
  expect(storedForm("md5", login)).toBe("md56a422f785c9e20873908ce25d1736ae2");
  expect(storedForm("md5", { ...login, username: "other" })).not.toBe(storedForm("md5", login));
});

test("a server set to SCRAM gets a SCRAM verifier", () => {
  expect(storedForm("scram-sha-256", login)).toMatch(/^SCRAM-SHA-256\$4096:/);
  expect(storedForm("scram-sha-256", { ...login, password: "Žluťoučký kůň" })).toMatch(/^SCRAM-SHA-256\$/);
});

test.each([
  ["has letters of another script", "密码"],
  ["has a character that SASLprep maps to another", "ŉ"],
  ["has one that it maps to nothing", "a\u00adb"],
  ["has a letter with its accent apart", "e\u0301"],
])("a password that SASLprep may change is left to the server to store: one that %s", (_, password) => {
  expect(storedForm("scram-sha-256", { ...login, password })).toBeUndefined();
});

test.each([undefined, "on", "off", "crdb-bcrypt"])(
  "a server with %s, which no PostgreSQL since 10 has, stores the password itself",
  (encryption) => {
    expect(storedForm(encryption, login)).toBeUndefined();
  },
);
