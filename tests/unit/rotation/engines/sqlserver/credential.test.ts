import { describe, expect, test } from "vitest";
import { sqlserver } from "../../../../../shared/rotation/engines/sqlserver/engine.ts";

const fields = { engine: "sqlserver", host: "db.example.com", username: "orders", password: "pw" };

test("a secret of AWS's is understood, with port 1433, master and TLS where it does not say otherwise", () => {
  expect(sqlserver.parse(fields)).toEqual({
    ...fields,
    port: 1_433,
    system: "db.example.com:1433",
    dbname: "master",
    tls: true,
    sslrootcert: undefined,
  });
});

describe("a secret is refused, with the name of the field, where", () => {
  test.each(["engine", "host", "username", "password"])("%s is missing", (field) => {
    expect(() => sqlserver.parse({ ...fields, [field]: undefined })).toThrow(
      expect.objectContaining({ name: "InvalidSecretError", field }),
    );
  });

  test.each([
    { field: "port", value: 0 },
    { field: "ssl", value: "maybe" },
    { field: "sslrootcert", value: "/etc/ssl/ca.pem" },
    { field: "username", value: "a".repeat(129) },
  ])("$field is $value", ({ field, value }) => {
    expect(() => sqlserver.parse({ ...fields, [field]: value })).toThrow(
      expect.objectContaining({ name: "InvalidSecretError", field }),
    );
  });
});

test("the second login's name has at most 128 bytes", () => {
  expect(sqlserver.alternatingUsers?.maximumUsernameBytes).toBe(128);
  expect(sqlserver.alternatingUsers?.suffix).toBeUndefined();
});

test("the next version has the new user, a password by SQL Server's rules, and the rest as it was", async () => {
  const asked: unknown[] = [];
  const next = await sqlserver.next({ ...fields, team: "a" }, "orders_clone", {
    newPassword: async (rules) => {
      asked.push(rules);
      return "kP7-w2Xq";
    },
    versionId: "token",
    labelled: async () => [],
    timeoutMs: 1_000,
  });
  expect(next).toEqual({ ...fields, team: "a", username: "orders_clone", password: "kP7-w2Xq" });
  expect(asked).toEqual([{ maximumLength: 128 }]);
});
