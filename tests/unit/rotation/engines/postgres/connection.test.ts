import { describe, expect, test } from "vitest";
import type { PasswordCredential } from "../../../../../shared/rotation/credential.ts";
import { trusted } from "../../../../../shared/rotation/engines/authorities.ts";
import { connectionSettings } from "../../../../../shared/rotation/engines/postgres/connection.ts";

const credential: PasswordCredential = {
  engine: "postgres",
  host: "db.example.com",
  port: 5433,
  system: "db.example.com:5433",
  username: "orders",
  password: "secret",
  dbname: "shop",
  tls: true,
};

test("a connection goes where the secret says, as its user", () => {
  expect(connectionSettings(credential, 10_000)).toMatchObject({
    host: "db.example.com",
    port: 5433,
    user: "orders",
    password: "secret",
    database: "shop",
  });
});

describe("TLS", () => {
  test("is on with the certificate verified, against public authorities and Amazon RDS's", () => {
    const { ssl } = connectionSettings(credential, 10_000);
    expect(ssl).toEqual({ secureContext: expect.anything(), rejectUnauthorized: true });
    expect(typeof ssl === "object" && ssl.secureContext).toBe(trusted({}));
  });

  test("is verified against the secret's own authority too, where it names one", () => {
    const { ssl } = connectionSettings({ ...credential, sslrootcert: "PEM" }, 10_000);
    expect(ssl).toEqual({ secureContext: expect.anything(), rejectUnauthorized: true });
    expect(typeof ssl === "object" && ssl.secureContext).toBe(trusted({ sslrootcert: "PEM" }));
  });

  test("is off only for a secret that says so, and then there is none to fall back to", () => {
    expect(connectionSettings({ ...credential, tls: false }, 10_000).ssl).toBe(false);
    expect(connectionSettings({ ...credential, tls: false, sslrootcert: "PEM" }, 10_000).ssl).toBe(false);
  });
});

describe("time", () => {
  test("for statements is what the caller has left", () => {
    expect(connectionSettings(credential, 12_000)).toMatchObject({
      query_timeout: 12_000,
      statement_timeout: 12_000,
    });
  });

  test("for connecting is five seconds, or less where less is left", () => {
    expect(connectionSettings(credential, 12_000).connectionTimeoutMillis).toBe(5_000);
    expect(connectionSettings(credential, 1_000).connectionTimeoutMillis).toBe(1_000);
  });
});
