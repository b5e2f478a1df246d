import { expect, test } from "vitest";
import type { Credential } from "../../../shared/rotation/credential.ts";
import { CredentialMismatchError } from "../../../shared/rotation/errors.ts";
import { checkSameUser } from "../../../shared/rotation/same-user.ts";

const current: Credential = {
  engine: "postgres",
  host: "db.example.com",
  port: 5432,
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
  { host: "db2.example.com" },
  { port: 5433 },
  { engine: "aurora-postgresql" },
])("a version for %j beside one for another is refused with the next step", (other) => {
  const check = () => checkSameUser(current, { ...current, ...other }, "orders");
  expect(check).toThrow(CredentialMismatchError);
  expect(check).toThrow("Remove AWSPENDING from its version and rotate again.");
});
