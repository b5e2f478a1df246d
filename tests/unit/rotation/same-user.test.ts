import { expect, test } from "vitest";
import type { PasswordCredential } from "../../../shared/rotation/credential.ts";
import { CredentialMismatchError } from "../../../shared/rotation/errors.ts";
import { checkSameUser, sameUser } from "../../../shared/rotation/same-user.ts";

const current: PasswordCredential = {
  engine: "postgres",
  host: "db.example.com",
  port: 5432,
  system: "db.example.com:5432",
  username: "orders",
  password: "one",
  dbname: "shop",
  tls: true,
};

test("two versions may differ in their password, database and TLS settings", () => {
  const pending = { ...current, password: "two", dbname: "other", tls: false, sslrootcert: "PEM" };
  expect(() => checkSameUser(current, pending, "orders")).not.toThrow();
});

test.each([
  { username: "admin" },
  { host: "db2.example.com", system: "db2.example.com:5432" },
  { port: 5433, system: "db.example.com:5433" },
  { engine: "aurora-postgresql" },
])("a version for %j beside one for another is refused with the next step", (other) => {
  const check = () => checkSameUser(current, { ...current, ...other }, "orders");
  expect(check).toThrow(CredentialMismatchError);
  expect(check).toThrow("Remove AWSPENDING from its version and rotate again.");
});

test("a version for the other of two alternating users is taken where that user is expected", () => {
  const pending = { ...current, username: "orders_clone", password: "two" };
  expect(() => checkSameUser(current, pending, "orders", "orders_clone")).not.toThrow();
  expect(() => checkSameUser(current, current, "orders", "orders_clone")).toThrow(CredentialMismatchError);
});

test("users of one name at two systems are two users", () => {
  const renewed = { ...current, password: "two" };
  expect(sameUser(current, renewed)).toBe(true);
  expect(sameUser(current, { ...current, system: "db.example.com:5433" })).toBe(false);
});
