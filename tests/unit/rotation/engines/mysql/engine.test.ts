import { describe, expect, test } from "vitest";
import { mariadb, mysql } from "../../../../../shared/rotation/engines/mysql/engine.ts";
import { InvalidSecretError } from "../../../../../shared/rotation/errors.ts";

const secret = { engine: "mysql", host: "db.example.com", username: "orders", password: "kP7-w2Xq" };

describe.each([
  { name: "mysql", engine: mysql, longest: 32 },
  { name: "mariadb", engine: mariadb, longest: 80 },
])("a secret of $name", ({ engine, longest }) => {
  test("needs no more than engine, host, username and password", () => {
    expect(engine.parse(secret)).toEqual({
      ...secret,
      port: 3_306,
      system: "db.example.com:3306",
      dbname: "",
      tls: true,
      sslrootcert: undefined,
    });
  });

  test("may name a port, a database, and whether TLS is spoken", () => {
    const fields = { ...secret, port: "3307", dbname: "shop", ssl: "false" };
    expect(engine.parse(fields)).toMatchObject({
      port: 3_307,
      system: "db.example.com:3307",
      dbname: "shop",
      tls: false,
    });
  });

  test.each([
    { field: "engine", value: undefined },
    { field: "host", value: undefined },
    { field: "host", value: "" },
    { field: "username", value: undefined },
    { field: "username", value: "u".repeat(longest + 1) },
    { field: "password", value: undefined },
    { field: "password", value: "" },
    { field: "port", value: "a port" },
    { field: "port", value: 0 },
    { field: "dbname", value: 7 },
    { field: "ssl", value: "maybe" },
    { field: "sslrootcert", value: "/etc/ssl/ca.pem" },
  ])("with $field $value is refused, and the field is named", ({ field, value }) => {
    const attempt = () => engine.parse({ ...secret, [field]: value });
    expect(attempt).toThrow(InvalidSecretError);
    expect(attempt).toThrow(expect.objectContaining({ field }));
  });

  test(`takes a user name of ${longest} bytes`, () => {
    const username = "u".repeat(longest);
    expect(engine.parse({ ...secret, username }).username).toBe(username);
  });

  test("of the next version has a new password, perhaps another user, and the rest as it is", async () => {
    const fields = { ...secret, dbname: "shop", masterarn: "arn:of-the-superuser" };
    const next = await engine.next(fields, "orders_clone", {
      newPassword: async () => "new",
      versionId: "a",
      labelled: async () => [],
      timeoutMs: 1_000,
    });
    expect(next).toEqual({ ...fields, username: "orders_clone", password: "new" });
  });
});

test("only MySQL holds two passwords at a time", () => {
  expect(mysql.strategies).toEqual(["single-user", "alternating-users", "overlap"]);
  expect(mysql.overlap).toBeDefined();
  expect(mariadb.strategies).toEqual(["single-user", "alternating-users"]);
  expect(mariadb.overlap).toBeUndefined();
});

test("two versions with the same password hold the same credential", () => {
  const one = mysql.parse(secret);
  expect(mysql.overlap?.isSame(one, mysql.parse({ ...secret, dbname: "shop" }))).toBe(true);
  expect(mysql.overlap?.isSame(one, mysql.parse({ ...secret, password: "another" }))).toBe(false);
});
