import { expect, test } from "vitest";
import { connectionSettings } from "../../../../../shared/rotation/engines/sqlserver/connection.ts";
import { sqlserver } from "../../../../../shared/rotation/engines/sqlserver/engine.ts";

const fields = {
  engine: "sqlserver",
  host: "db.example.com",
  username: "orders",
  password: "pw",
  dbname: "shop",
};

test("the way to connect is TLS, with a certificate that is verified", () => {
  const { options } = connectionSettings(sqlserver.parse(fields), 15_000);
  expect(options).toMatchObject({
    encrypt: true,
    trustServerCertificate: false,
    database: "shop",
    port: 1_433,
    connectTimeout: 5_000,
    requestTimeout: 15_000,
    maxRetriesOnTransientErrors: 0,
  });
  expect(options?.cryptoCredentialsDetails?.ca).toEqual(
    expect.arrayContaining([expect.stringContaining("BEGIN CERTIFICATE")]),
  );
});

test("the way to connect is in clear where the secret says so, and the certificate is never trusted unseen", () => {
  const { options } = connectionSettings(sqlserver.parse({ ...fields, ssl: "false" }), 2_000);
  expect(options).toMatchObject({ encrypt: false, trustServerCertificate: false, connectTimeout: 2_000 });
});
