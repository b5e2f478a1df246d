import { expect, test } from "vitest";
import { connectionSettings } from "../../../../../shared/rotation/engines/mongo/connection.ts";
import { mongo } from "../../../../../shared/rotation/engines/mongo/engine.ts";

const fields = { engine: "docdb", host: "db.example.com", username: "orders", password: "pw" };

test("the way to connect is TLS, with a certificate that is verified, and writes are not repeated", () => {
  const settings = connectionSettings(mongo.parse(fields), "admin", 15_000);
  expect(settings).toMatchObject({
    tls: true,
    rejectUnauthorized: true,
    retryWrites: false,
    directConnection: false,
    authSource: "admin",
    connectTimeoutMS: 5_000,
    serverSelectionTimeoutMS: 5_000,
  });
  expect(settings.ca).toEqual(expect.arrayContaining([expect.stringContaining("BEGIN CERTIFICATE")]));
});

test("the way to connect is in clear where the secret says so, and takes no longer than the call may", () => {
  const settings = connectionSettings(mongo.parse({ ...fields, ssl: false }), "admin", 1_000);
  expect(settings).toMatchObject({ tls: false, connectTimeoutMS: 800, serverSelectionTimeoutMS: 800 });
  expect(settings).not.toHaveProperty("ca");
});
