import { X509Certificate } from "node:crypto";
import { createSecureContext } from "node:tls";
import { describe, expect, test } from "vitest";
import { connectionSettings } from "../../../../../shared/rotation/engines/oracle/connection.ts";
import { oracle } from "../../../../../shared/rotation/engines/oracle/engine.ts";
import { throwawayIdentity } from "../../../../../shared/rotation/engines/oracle/throwaway-identity.ts";

const fields = {
  engine: "oracle",
  host: "db.example.com",
  username: "orders",
  password: "pw",
  dbname: "SHOP",
};

describe("the way to connect", () => {
  test("is TLS, with the host's name and the authorities checked", () => {
    const settings = connectionSettings(oracle.parse(fields), 15_000);
    expect(settings).toMatchObject({
      connectString:
        "(DESCRIPTION=(ADDRESS=(PROTOCOL=TCPS)(HOST=db.example.com)(PORT=1521))(CONNECT_DATA=(SERVICE_NAME=SHOP)))",
      sslServerDNMatch: true,
      user: "orders",
      connectTimeout: 5,
    });
    expect(settings.walletContent).toContain("BEGIN CERTIFICATE");
    expect(settings).not.toHaveProperty("sslAllowWeakDNMatch");
  });

  test("is in clear where the secret says so, to the same service", () => {
    const settings = connectionSettings(oracle.parse({ ...fields, ssl: "false" }), 15_000);
    expect(settings.connectString).toContain("(PROTOCOL=TCP)");
    expect(settings.connectString).toContain("(SERVICE_NAME=SHOP)");
    expect(settings).not.toHaveProperty("walletContent");
  });

  test("takes no longer than the call may, and never without a limit", () => {
    expect(connectionSettings(oracle.parse(fields), 2_500).connectTimeout).toBe(3);
    expect(connectionSettings(oracle.parse(fields), -5).connectTimeout).toBe(1);
  });
});

test("the identity beside the authorities is a certificate of its own key, another one each time", () => {
  const identity = throwawayIdentity();
  const certificate = new X509Certificate(identity.slice(identity.indexOf("-----BEGIN CERTIFICATE")));
  expect(certificate.verify(certificate.publicKey)).toBe(true);
  expect(certificate.subject).toBe("CN=rekey");
  createSecureContext({ cert: identity, key: identity, ca: identity });
  expect(throwawayIdentity()).not.toBe(identity);
});
