import { describe, expect, test } from "vitest";
import {
  isDocumentDb,
  superuserDatabase,
  userDatabase,
} from "../../../../../shared/rotation/engines/mongo/credential.ts";
import { mongo } from "../../../../../shared/rotation/engines/mongo/engine.ts";

const fields = { engine: "mongo", host: "db.example.com", username: "orders", password: "pw" };
const cluster = "orders.cluster-c9x.eu-west-1.docdb.amazonaws.com";

test("a secret of AWS's is understood, with port 27017, admin and TLS where it does not say otherwise", () => {
  expect(mongo.parse(fields)).toEqual({
    ...fields,
    port: 27_017,
    system: "db.example.com:27017",
    dbname: "admin",
    tls: true,
    sslrootcert: undefined,
    authSource: undefined,
    authMechanism: undefined,
    directConnection: false,
  });
});

describe("a secret is refused, with the name of the field, where", () => {
  test.each(["engine", "host", "username", "password"])("%s is missing", (field) => {
    expect(() => mongo.parse({ ...fields, [field]: undefined })).toThrow(
      expect.objectContaining({ name: "InvalidSecretError", field }),
    );
  });

  test.each([
    { field: "port", value: 65_536 },
    { field: "ssl", value: "maybe" },
    { field: "sslrootcert", value: "/etc/ssl/ca.pem" },
    { field: "authSource", value: "" },
    { field: "authMechanism", value: "PLAIN" },
    { field: "directConnection", value: "maybe" },
    // Each of these would say more in the driver's address than where the server is.
    { field: "host", value: "db.example.com/?tlsInsecure=true&x=" },
    { field: "host", value: "db.example.com,evil.example.com" },
    { field: "host", value: "user:pw@db.example.com" },
  ])("$field is $value", ({ field, value }) => {
    expect(() => mongo.parse({ ...fields, [field]: value })).toThrow(
      expect.objectContaining({ name: "InvalidSecretError", field }),
    );
  });
});

test.each([
  { engine: "docdb", host: "127.0.0.1", is: true },
  { engine: "mongo", host: cluster, is: true },
  { engine: "mongo", host: "orders.eu-west-1.docdb-elastic.amazonaws.com", is: true },
  { engine: "mongo", host: "orders.cluster-c9x.docdb.cn-north-1.amazonaws.com.cn", is: true },
  { engine: "mongo", host: "db.example.com", is: false },
  { engine: "mongo", host: "docdb.amazonaws.com.example.com", is: false },
])("$engine at $host is Amazon DocumentDB: $is", ({ engine, host, is }) => {
  expect(isDocumentDb({ engine, host })).toBe(is);
});

test.each([
  { what: "nothing", more: {}, database: "admin", superusers: "admin" },
  { what: "dbname", more: { dbname: "shop" }, database: "shop", superusers: "admin" },
  {
    what: "authSource and dbname",
    more: { dbname: "shop", authSource: "ops" },
    database: "ops",
    superusers: "ops",
  },
  {
    what: "dbname, of DocumentDB",
    more: { dbname: "shop", host: cluster },
    database: "admin",
    superusers: "admin",
  },
])(
  "where the secret says $what, its user is looked for in $database, a superuser in $superusers",
  ({ more, database, superusers }) => {
    const credential = mongo.parse({ ...fields, ...more });
    expect(userDatabase(credential)).toBe(database);
    expect(superuserDatabase(credential)).toBe(superusers);
  },
);

test("Amazon DocumentDB is logged in to with SCRAM-SHA-1, unless the secret says otherwise", () => {
  expect(mongo.parse({ ...fields, host: cluster }).authMechanism).toBe("SCRAM-SHA-1");
  const stronger = { ...fields, host: cluster, authMechanism: "SCRAM-SHA-256" };
  expect(mongo.parse(stronger).authMechanism).toBe("SCRAM-SHA-256");
});
