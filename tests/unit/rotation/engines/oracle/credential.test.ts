import { describe, expect, test } from "vitest";
import { oracle } from "../../../../../shared/rotation/engines/oracle/engine.ts";

const fields = {
  engine: "oracle",
  host: "db.example.com",
  username: "orders",
  password: "pw",
  dbname: "SHOP",
};

test("a secret of AWS's is understood, with port 1521 and TLS where it does not say otherwise", () => {
  expect(oracle.parse(fields)).toEqual({
    ...fields,
    port: 1_521,
    system: "db.example.com:1521",
    tls: true,
    sslrootcert: undefined,
  });
});

describe("a secret is refused, with the name of the field, where", () => {
  test.each(["engine", "host", "username", "password", "dbname"])("%s is missing", (field) => {
    expect(() => oracle.parse({ ...fields, [field]: undefined })).toThrow(
      expect.objectContaining({ name: "InvalidSecretError", field }),
    );
  });

  test.each([
    { field: "port", value: "x" },
    { field: "ssl", value: "maybe" },
    { field: "sslrootcert", value: "/etc/ssl/ca.pem" },
    { field: "username", value: "a".repeat(31) },
    { field: "username", value: 'or"ders' },
    { field: "username", value: '"orders"_CLONE' },
    // Each of these would end its part of the connect descriptor and begin another.
    { field: "dbname", value: "SHOP))(ADDRESS=(PROTOCOL=TCP)(HOST=evil.example.com)(PORT=1)" },
    { field: "dbname", value: "SHOP SHOP" },
    { field: "host", value: "db.example.com)(PORT=1" },
    { field: "host", value: "db.example.com,evil.example.com" },
  ])("$field is $value", ({ field, value }) => {
    expect(() => oracle.parse({ ...fields, [field]: value })).toThrow(
      expect.objectContaining({ name: "InvalidSecretError", field }),
    );
  });
});

test("a name whose case counts may stand in quotes", () => {
  expect(oracle.parse({ ...fields, username: '"orders"' }).username).toBe('"orders"');
});

test("the second user's name ends with _CLONE, in at most 30 bytes", () => {
  expect(oracle.alternatingUsers).toMatchObject({ suffix: "_CLONE", maximumUsernameBytes: 30 });
});
