import { generateKeyPairSync } from "node:crypto";
import fc from "fast-check";
import ssh2 from "ssh2";
import { describe, expect, test } from "vitest";
import {
  fingerprint,
  isPublicKey,
  newKeyPair,
  readPrivateKey,
  readPublicKey,
} from "../../../../../shared/rotation/engines/ssh/keys.ts";
import { InvalidSecretError } from "../../../../../shared/rotation/errors.ts";

const now = new Date("2026-11-25T23:59:59Z");

/** How the driver reads a key. */
function parsed(text: string): ssh2.ParsedKey {
  const key = ssh2.utils.parseKey(text);
  if (key instanceof Error) throw key;
  return Array.isArray(key) ? key[0] : key;
}

/** Whether a private key, as it was read, signs for its public half. */
function signs(privateKey: string): boolean {
  const { text, publicKey } = readPrivateKey(privateKey);
  const message = Buffer.from("message");
  const signature = parsed(text).sign(message);
  return parsed(`${publicKey.type} ${publicKey.blob}`).verify(message, signature) === true;
}

describe("a new key pair", () => {
  test("is an Ed25519 key whose comment tells by whom, when and which", () => {
    const { privateKey, publicKey } = newKeyPair("deploy", now);
    expect(publicKey).toMatch(/^ssh-ed25519 [A-Za-z0-9+/]{68} deploy-2026-11-25-[0-9a-f]{8}$/);
    expect(parsed(privateKey).comment).toBe(publicKey.split(" ")[2]);
    expect(readPrivateKey(privateKey).publicKey).toEqual(readPublicKey(publicKey));
    expect(signs(privateKey)).toBe(true);
  });

  test("can be read whatever its bytes are, zeros in front among them", () => {
    const startsWithZero = (publicKey: string) =>
      Buffer.from(publicKey.split(" ")[1] ?? "", "base64")[19] === 0;
    let zeros = 0;
    for (let made = 0; zeros < 2 && made < 20_000; made += 1) {
      const { privateKey, publicKey } = newKeyPair("rekey", now);
      if (!startsWithZero(publicKey)) continue;
      zeros += 1;
      expect(readPublicKey(publicKey)).toBeDefined();
      expect(signs(privateKey)).toBe(true);
    }
    expect(zeros).toBe(2);
  });

  test("is another one each time", () => {
    expect(newKeyPair("rekey", now).publicKey).not.toBe(newKeyPair("rekey", now).publicKey);
  });
});

describe("a private key", () => {
  const rsa = generateKeyPairSync("rsa", { modulusLength: 2_048 }).privateKey;
  const ec = generateKeyPairSync("ec", { namedCurve: "prime256v1" }).privateKey;
  const ed25519 = generateKeyPairSync("ed25519").privateKey;

  test.each([
    ["RSA in PKCS #1", rsa.export({ type: "pkcs1", format: "pem" }), "ssh-rsa"],
    ["RSA in PKCS #8", rsa.export({ type: "pkcs8", format: "pem" }), "ssh-rsa"],
    ["ECDSA in SEC 1", ec.export({ type: "sec1", format: "pem" }), "ecdsa-sha2-nistp256"],
    ["ECDSA in PKCS #8", ec.export({ type: "pkcs8", format: "pem" }), "ecdsa-sha2-nistp256"],
    ["Ed25519 in PKCS #8", ed25519.export({ type: "pkcs8", format: "pem" }), "ssh-ed25519"],
    ["Ed25519 in OpenSSH's format", newKeyPair("rekey", now).privateKey, "ssh-ed25519"],
    ["RSA in OpenSSH's format", ssh2.utils.generateKeyPairSync("rsa", { bits: 2_048 }).private, "ssh-rsa"],
  ])("of %s is read, and signs", (_, text, type) => {
    expect(readPrivateKey(String(text)).publicKey.type).toBe(type);
    expect(signs(String(text))).toBe(true);
  });

  const encryption = { cipher: "aes-256-cbc", passphrase: "passphrase" } as const;
  test.each([
    ["PKCS #8", rsa.export({ type: "pkcs8", format: "pem", ...encryption })],
    ["PKCS #1", rsa.export({ type: "pkcs1", format: "pem", ...encryption })],
    [
      "OpenSSH's format",
      ssh2.utils.generateKeyPairSync("ecdsa", {
        bits: 256,
        cipher: "aes256-ctr",
        rounds: 1,
        passphrase: "passphrase",
      }).private,
    ],
  ])("that is encrypted in %s is refused with the way out", (_, text) => {
    expect(() => readPrivateKey(String(text))).toThrow(InvalidSecretError);
    expect(() => readPrivateKey(String(text))).toThrow("passphrase");
  });

  test("that is none, a public one among them, is refused without being repeated", () => {
    const texts = fc.oneof(
      fc.string(),
      fc
        .base64String()
        .map(
          (base64) => `-----BEGIN OPENSSH PRIVATE KEY-----\n${base64}\n-----END OPENSSH PRIVATE KEY-----\n`,
        ),
      fc.constant(newKeyPair("rekey", now).publicKey),
    );
    fc.assert(
      fc.property(texts, (text) => {
        expect(() => readPrivateKey(text)).toThrow(InvalidSecretError);
        try {
          readPrivateKey(text);
        } catch (error) {
          if (text.length > 20) expect(String(error)).not.toContain(text.slice(0, 30));
          expect(error).toHaveProperty("field", "privateKey");
        }
      }),
    );
  });
});

describe("a public key", () => {
  const { publicKey } = newKeyPair("rekey", now);
  const [type = "", blob = ""] = publicKey.split(" ");

  test("is type and base64 that agree, with or without a comment", () => {
    expect(readPublicKey(`${type} ${blob}`)).toEqual({ type, blob });
    expect(readPublicKey(` ${type}\t${blob}  a comment `)).toEqual({ type, blob });
    expect(readPublicKey(blob)).toBeUndefined();
    expect(readPublicKey(`ssh-rsa ${blob}`)).toBeUndefined();
    expect(isPublicKey(type, `${blob}\n`)).toBe(false);
    expect(isPublicKey("", "AAAAAA==")).toBe(false);
  });

  test("has a fingerprint as ssh-keygen shows it", () => {
    // GitHub's, as it publishes key and fingerprint.
    const github = "AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl";
    expect(fingerprint(Buffer.from(github, "base64"))).toBe(
      "SHA256:+DiY3wvvV6TuJJhbpZisF/zLDA0zPMSvHdkr4UvCOqU",
    );
  });
});
