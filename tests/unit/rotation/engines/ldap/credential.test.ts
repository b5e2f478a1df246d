import { describe, expect, test } from "vitest";
import { activeDirectory } from "../../../../../shared/rotation/engines/ldap/active-directory.ts";
import { ldap } from "../../../../../shared/rotation/engines/ldap/engine.ts";
import { InvalidSecretError } from "../../../../../shared/rotation/errors.ts";

const username = "uid=app,ou=people,dc=example,dc=com";
const fields = { engine: "ldap", host: "ldap.example.com", username, password: "one" };
const world = {
  newPassword: async () => "two",
  versionId: "c2b1f8c0-6f0e-4c58-9d9b-1b9b3c2f7a11",
  labelled: async () => [],
  timeoutMs: 1_000,
};

function fieldOf(parse: () => unknown): string | undefined {
  try {
    parse();
  } catch (error) {
    if (error instanceof InvalidSecretError) return error.field;
    throw error;
  }
  return undefined;
}

describe("a directory's secret", () => {
  test.each([
    [{}, 636, true],
    [{ starttls: true }, 389, true],
    [{ starttls: "true" }, 389, true],
    [{ starttls: false }, 636, true],
    [{ ssl: false }, 389, false],
    [{ ssl: "false" }, 389, false],
    [{ ssl: true }, 636, true],
    [{ starttls: true, port: 1389 }, 1389, true],
    [{ port: "1636" }, 1636, true],
  ])("with %j is for port %i, encrypted: %s", (more, port, tls) => {
    const credential = ldap.parse({ ...fields, ...more });
    expect(credential).toMatchObject({ port, tls, username, system: `ldap.example.com:${port}` });
  });

  test.each([
    ["host", { host: undefined }],
    ["host", { host: "" }],
    ["username", { username: undefined }],
    ["password", { password: undefined }],
    ["password", { password: "" }],
    ["password", { password: 1 }],
    ["port", { port: 0 }],
    ["port", { port: "ldaps" }],
    ["ssl", { ssl: "maybe" }],
    ["starttls", { starttls: "maybe" }],
    ["starttls", { starttls: true, ssl: false }],
    ["sslrootcert", { sslrootcert: "/etc/ca.pem" }],
    ["username", { username: "app" }],
    ["username", { username: "app@example.com" }],
    ["username", { username: "PLAIN" }],
    ["username", { username: `uid=${"a".repeat(4_100)}` }],
  ])("is refused for its %s when it says %j", (field, wrong) => {
    expect(fieldOf(() => ldap.parse({ ...fields, ...wrong }))).toBe(field);
  });

  test.each(["CN=Jo Doe,DC=x", " cn = a , dc=b", "2.5.4.3=app", "uid=a\\2Cb,dc=x"])(
    "may name its user %s",
    (name) => {
      expect(ldap.parse({ ...fields, username: name }).username).toBe(name);
    },
  );

  test("gets a new password, and all else as it is", async () => {
    const next = await ldap.next({ ...fields, starttls: true, extra: 1 }, username, world);
    expect(next).toEqual({ ...fields, starttls: true, extra: 1, password: "two" });
  });
});

describe("a secret of Active Directory", () => {
  const ours = { engine: "active-directory", host: "corp.example.com", username: "app", password: "one" };
  const { username: _, password: __, ...address } = ours;
  const aws = {
    awsSeamlessDomainDirectoryId: "d-1234567890",
    awsSeamlessDomainUsername: "app",
    awsSeamlessDomainPassword: "one",
  };

  test("may use our names or AWS's", () => {
    expect(activeDirectory.parse({ ...address, ...aws })).toEqual(activeDirectory.parse(ours));
  });

  test.each([
    ["as AWS's secrets name it", { awsSeamlessDomain: "corp.example.com" }],
    ["in the user's name", { awsSeamlessDomainUsername: "app@corp.example.com" }],
    [
      "and the user's may be another one's",
      {
        awsSeamlessDomain: "corp.example.com",
        awsSeamlessDomainUsername: "app@other.example.com",
      },
    ],
  ])("may name its domain alone: %s", (_, more) => {
    const credential = activeDirectory.parse({ engine: "active-directory", ...aws, ...more });
    expect(credential).toMatchObject({ host: "corp.example.com", port: 636, tls: true, password: "one" });
  });

  test("is for the controller that it names rather than for the domain", () => {
    const named = { ...address, ...aws, host: "dc1.corp.example.com", awsSeamlessDomain: "corp.example.com" };
    expect(activeDirectory.parse(named).host).toBe("dc1.corp.example.com");
  });

  test.each([
    ["host", {}],
    ["host", { awsSeamlessDomainUsername: "app@corp" }],
    ["host", { awsSeamlessDomainUsername: "app@corp.example.com/x" }],
    ["awsSeamlessDomain", { awsSeamlessDomain: "ldaps://corp.example.com" }],
    ["keytabArns", { awsSeamlessDomain: "corp.example.com", keytabArns: ["arn:aws:secretsmanager:…"] }],
  ])("that names no host is refused for its %s when it says %j", (field, more) => {
    expect(fieldOf(() => activeDirectory.parse({ engine: "active-directory", ...aws, ...more }))).toBe(field);
  });

  test("gets a new password under the name that it uses, and under no other", async () => {
    expect(await activeDirectory.next({ ...address, ...aws }, "app", world)).toEqual({
      ...address,
      ...aws,
      awsSeamlessDomainPassword: "two",
    });
    expect(await activeDirectory.next(ours, "app", world)).toEqual({ ...ours, password: "two" });
  });

  test.each([
    ["ssl", { ssl: false }],
    ["ssl", { ssl: "false" }],
    ["username", { username: "CORP\\app" }],
    ["username", { username: undefined }],
    ["password", { password: undefined }],
    ["awsSeamlessDomainPassword", { awsSeamlessDomainPassword: "one" }],
    ["awsSeamlessDomainUsername", { awsSeamlessDomainUsername: "app" }],
    ["awsSeamlessDomainUsername", { username: undefined, awsSeamlessDomainUsername: 1 }],
    ["host", { host: undefined }],
  ])("is refused for its %s when it says %j", (field, wrong) => {
    expect(fieldOf(() => activeDirectory.parse(withoutUndefined({ ...ours, ...wrong })))).toBe(field);
  });

  test.each([
    ["awsSeamlessDomainUsername", { awsSeamlessDomainUsername: "CORP\\app" }],
    ["awsSeamlessDomainPassword", { awsSeamlessDomainPassword: "" }],
  ])("under AWS's names is refused for its %s when it says %j", (field, wrong) => {
    expect(fieldOf(() => activeDirectory.parse({ ...address, ...aws, ...wrong }))).toBe(field);
  });
});

function withoutUndefined(all: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}
