import type { ConnectionOptions, PeerCertificate } from "node:tls";
import { describe, expect, it } from "vitest";
import { authorities, trusted } from "../../../../../shared/rotation/engines/authorities.ts";
import { parseRedisCredential } from "../../../../../shared/rotation/engines/redis/credential.ts";
import { tlsSettings } from "../../../../../shared/rotation/engines/redis/tls.ts";

const fields = { engine: "redis", host: "cache.example.com", username: "app", password: "secret" };
const authority = "-----BEGIN CERTIFICATE-----\nown\n-----END CERTIFICATE-----";
const ofPublicAuthorities = parseRedisCredential(fields);
const ofOwnAuthority = parseRedisCredential({ ...fields, sslrootcert: authority });
const announced = { host: "10.0.0.7", port: 6_380, hostname: "replica.example.net" };

const accepts = ({ checkServerIdentity }: ConnectionOptions, alternativeName: string) =>
  checkServerIdentity?.("ignored", certificateFor(alternativeName)) === undefined;

function certificateFor(subjectaltname: string): PeerCertificate {
  return { subject: { CN: "whatever" }, subjectaltname } as PeerCertificate;
}

describe("The node that the secret names", () => {
  it("is verified by Node itself, for its own name", () => {
    const settings = tlsSettings(ofPublicAuthorities);
    expect(settings).toMatchObject({ servername: "cache.example.com" });
    expect(settings).not.toHaveProperty("checkServerIdentity");
    expect(settings).not.toHaveProperty("rejectUnauthorized");
  });

  it("may be verified by public authorities and by the secret's", () => {
    expect(tlsSettings(ofOwnAuthority).secureContext).toBe(trusted({ sslrootcert: authority }));
    expect(tlsSettings(ofPublicAuthorities).secureContext).toBe(trusted({}));
  });

  it("is shown the client certificate of a secret that has one", () => {
    const pair = { sslcert: "certificate", sslkey: "key" };
    const settings = tlsSettings({ ...ofOwnAuthority, ...pair });
    expect(settings).toMatchObject({ cert: "certificate", key: "key", ca: authorities(ofOwnAuthority) });
    expect(settings).not.toHaveProperty("secureContext");
  });

  it("is asked for no name where the secret has an address", () => {
    const { host: _, ...rest } = fields;
    expect(tlsSettings(parseRedisCredential({ ...rest, host: "10.0.0.1" }))).not.toHaveProperty("servername");
  });
});

describe("A node that another one announced", () => {
  it.each([
    ["the secret's host", "DNS:cache.example.com", true],
    ["the secret's host by a wildcard", "DNS:*.example.com", true],
    ["its own address", "IP Address:10.0.0.7", false],
    ["its own name", "DNS:replica.example.net", false],
    ["something else", "DNS:elsewhere.example.org", false],
  ])("with a public certificate for %s", (_, name, accepted) => {
    expect(accepts(tlsSettings(ofPublicAuthorities, announced), name)).toBe(accepted);
  });

  it.each([
    ["the secret's host", "DNS:cache.example.com", true],
    ["its own address", "IP Address:10.0.0.7", true],
    ["its own name", "DNS:replica.example.net", true],
    ["something else", "DNS:elsewhere.example.org", false],
  ])("with a certificate of the secret's own authority for %s", (_, name, accepted) => {
    const settings = tlsSettings(ofOwnAuthority, announced);
    expect(accepts(settings, name)).toBe(accepted);
    expect(settings.ca).toEqual([authority]);
  });
});
