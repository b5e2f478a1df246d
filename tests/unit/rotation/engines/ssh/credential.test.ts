import { describe, expect, test } from "vitest";
import { ssh } from "../../../../../shared/rotation/engines/ssh/engine.ts";
import { fingerprint, newKeyPair, readPrivateKey } from "../../../../../shared/rotation/engines/ssh/keys.ts";
import { InvalidSecretError } from "../../../../../shared/rotation/errors.ts";

const pair = newKeyPair("rekey", new Date("2026-11-25T00:00:00Z"));
const other = newKeyPair("rekey", new Date("2026-11-25T00:00:00Z"));
const hostKey = newKeyPair("host", new Date(0)).publicKey;
const anyHost = fingerprint(Buffer.from(hostKey.split(" ")[1] ?? "", "base64"));
/** Of a kind that nobody uses any more; the numbers of the key do not matter here. */
const dsaBlob = Buffer.concat([Buffer.from([0, 0, 0, 7]), Buffer.from("ssh-dss")]).toString("base64");
const world = {
  newPassword: async () => "two",
  versionId: "c2b1f8c0-6f0e-4c58-9d9b-1b9b3c2f7a11",
  labelled: async () => [],
  timeoutMs: 1_000,
};

const fields = {
  engine: "ssh",
  username: "deploy",
  ...pair,
  hosts: ["b.example.com", "a.example.com:2222"],
  hostKeys: [`b.example.com ${hostKey}`, `[a.example.com]:2222 ${hostKey}`],
};

function refused(wrong: Record<string, unknown>): unknown {
  try {
    ssh.parse({ ...fields, ...wrong });
  } catch (error) {
    if (error instanceof InvalidSecretError) return error.field;
    throw error;
  }
  return undefined;
}

describe("an SSH secret", () => {
  test("is for its user at its hosts, in whatever order", () => {
    const credential = ssh.parse(fields);
    expect(credential).toMatchObject({
      engine: "ssh",
      username: "deploy",
      system: "a.example.com:2222,b.example.com:22",
      publicKey: readPrivateKey(pair.privateKey).publicKey,
      comment: pair.publicKey.split(" ")[2],
    });
    const turned = { ...fields, hosts: ["A.example.com:2222", "b.example.com:22", "b.example.com"] };
    expect(ssh.parse(turned).system).toBe(credential.system);
  });

  test("may leave its public key out, and give host keys as one text", () => {
    const { publicKey, ...rest } = fields;
    const credential = ssh.parse({ ...rest, hostKeys: fields.hostKeys.join("\n") });
    expect(credential.publicKey.blob).toBe(publicKey.split(" ")[1]);
    expect(credential.comment).toBe("");
  });

  test.each([
    ["[2001:db8::1]:2222", "[2001:db8::1]:2222"],
    ["2001:db8::1", "[2001:db8::1]:22"],
    ["10.0.0.1", "10.0.0.1:22"],
  ])("may name a host %s", (host, system) => {
    expect(ssh.parse({ ...fields, hosts: [host], hostKeys: [anyHost] }).system).toBe(system);
  });

  test.each([
    ["username", { username: undefined }],
    ["username", { username: "two words" }],
    ["username", { username: "line\nbreak" }],
    ["privateKey", { privateKey: undefined }],
    ["privateKey", { privateKey: "" }],
    ["privateKey", { privateKey: pair.publicKey }],
    ["publicKey", { publicKey: other.publicKey }],
    ["publicKey", { publicKey: "none" }],
    ["hosts", { hosts: undefined }],
    ["hosts", { hosts: [] }],
    ["hosts", { hosts: ["a b"] }],
    ["hosts", { hosts: ["a.example.com:0"] }],
    ["hosts", { hosts: ["a.example.com:65536"] }],
    ["hosts", { hosts: ["a:b:c"] }],
    ["hosts", { hosts: ["a,b"] }],
    ["hosts", { hosts: Array.from({ length: 101 }, (_, index) => `host${index}`) }],
    ["hosts.0", { hosts: [""] }],
    ["hostKeys", { hostKeys: undefined }],
    ["hostKeys", { hostKeys: [] }],
    ["hostKeys", { hostKeys: [fields.hostKeys[0]] }],
    ["hostKeys", { hostKeys: [`* ${hostKey.replace("ssh-ed25519", "ssh-rsa")}`] }],
    ["hostKeys", { hostKeys: [`@revoked * ${hostKey}`] }],
    ["hostKeys", { hostKeys: [`a.example.com,b.example.com ssh-dss ${dsaBlob}`] }],
    ["comment", { comment: "two\nlines" }],
    ["comment", { comment: "caf\u00e9" }],
    ["comment", { comment: "" }],
    ["masterarn", { masterarn: "root" }],
  ])("is refused for its %s when it says %j", (field, wrong) => {
    expect(refused(wrong)).toBe(field);
  });

  test("without a host's key says how to get it", () => {
    expect(() => ssh.parse({ ...fields, hostKeys: [fields.hostKeys[0]] })).toThrow(
      /a\.example\.com:2222.*ssh-keygen -l/,
    );
  });

  test("is never repeated by a refusal", () => {
    const damaged = pair.privateKey.replace("AAAA", "BBBB");
    expect(() => ssh.parse({ ...fields, privateKey: damaged })).toThrow(
      expect.not.objectContaining({ message: expect.stringContaining(damaged.slice(40, 70)) }),
    );
  });
});

test("two versions hold the same credential if their keys are the same, whatever else differs", () => {
  const one = ssh.parse(fields);
  const same = ssh.parse({ ...fields, publicKey: `${pair.publicKey} edited`, hostKeys: [anyHost] });
  expect(ssh.overlap?.isSame(one, same)).toBe(true);
  expect(ssh.overlap?.isSame(one, ssh.parse({ ...fields, ...other }))).toBe(false);
});

describe("the next version", () => {
  test("has a new key pair, and all else as it is", async () => {
    const began = new Date();
    const next = await ssh.next({ ...fields, extra: 1 }, "deploy", world);
    const { privateKey, publicKey, ...rest } = next;
    const { privateKey: _, publicKey: __, ...before } = fields;
    expect(rest).toEqual({ ...before, extra: 1 });
    expect(privateKey).not.toBe(fields.privateKey);
    const dates = [began, new Date()].map((date) => date.toISOString().slice(0, 10)).join("|");
    expect(publicKey).toMatch(new RegExp(`^ssh-ed25519 \\S{68} rekey-(${dates})-[0-9a-f]{8}$`));
    expect(ssh.parse(next).publicKey).not.toEqual(ssh.parse(fields).publicKey);
  });

  test("has the secret's own comment in its key", async () => {
    const next = await ssh.next({ ...fields, comment: "deploy@ci" }, "deploy", world);
    expect(ssh.parse(next).comment).toMatch(/^deploy@ci-\d{4}-\d{2}-\d{2}-[0-9a-f]{8}$/);
  });
});
