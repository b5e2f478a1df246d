import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
} from "node:crypto";
import ssh2 from "ssh2";
import { InvalidSecretError } from "../../errors.ts";
import { firstString, sshString } from "./wire.ts";

/** A public key, apart from its comment. */
export interface PublicKey {
  /** Such as ssh-ed25519. */
  type: string;
  /** The key in SSH's wire format, as base64. */
  blob: string;
}

/** A private key as the driver takes it, and its public half. */
export interface PrivateKey {
  text: string;
  publicKey: PublicKey;
}

const ed25519 = "ssh-ed25519";

/**
 * Reads a private key: OpenSSH's own format, or PEM (PKCS #1, SEC 1, PKCS #8).
 *
 * @throws InvalidSecretError if it is none, or is encrypted with a passphrase
 */
export function readPrivateKey(text: string): PrivateKey {
  const parsed = ssh2.utils.parseKey(text);
  const key = Array.isArray(parsed) ? parsed[0] : parsed;
  if (key instanceof Error || !key.isPrivateKey()) return fromPkcs8(text);
  return { text, publicKey: { type: key.type, blob: key.getPublicSSH().toString("base64") } };
}

/** PKCS #8 is what the driver does not read. */
function fromPkcs8(text: string): PrivateKey {
  const key = asKeyObject(text);
  if (key?.asymmetricKeyType === "ed25519") {
    const privateKey = openSshPrivateKey(key, "");
    return { text: privateKey, publicKey: ed25519PublicKey(key) };
  }
  if (key?.asymmetricKeyType === "rsa") return readPrivateKey(pem(key, "pkcs1"));
  if (key?.asymmetricKeyType === "ec") return readPrivateKey(pem(key, "sec1"));
  const encrypted = /ENCRYPTED/.test(text) || /^-----BEGIN OPENSSH PRIVATE KEY/.test(text.trim());
  throw new InvalidSecretError(
    "privateKey",
    encrypted
      ? `"privateKey" is encrypted with a passphrase, or damaged. Store it without one: ssh-keygen -p -N "" -f FILE.`
      : `"privateKey" is no private key in OpenSSH's format or PEM. Store the whole file, its first and last line included.`,
  );
}

function asKeyObject(text: string): KeyObject | undefined {
  try {
    return createPrivateKey(text);
  } catch {
    return undefined;
  }
}

function pem(key: KeyObject, type: "pkcs1" | "sec1"): string {
  return String(key.export({ type, format: "pem" }));
}

/**
 * Reads a public key: type, base64, and a comment that is left out.
 *
 * @returns undefined if it is none
 */
export function readPublicKey(text: string): PublicKey | undefined {
  const [type = "", blob = ""] = text.trim().split(/[ \t]+/);
  return isPublicKey(type, blob) ? { type, blob } : undefined;
}

/** Whether a type and a base64 belong together as a public key. */
export function isPublicKey(type: string, blob: string): boolean {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(blob)) return false;
  return type.length > 0 && firstString(Buffer.from(blob, "base64")) === type;
}

/** A key's fingerprint, as ssh-keygen -l shows it. */
export function fingerprint(blob: Buffer): string {
  return `SHA256:${createHash("sha256").update(blob).digest("base64").replace(/=+$/, "")}`;
}

/** A new key pair, as OpenSSH keeps them. */
export interface NewKeyPair {
  privateKey: string;
  /** Type, base64, comment. */
  publicKey: string;
}

/**
 * Makes an Ed25519 key pair. The driver's own generator makes one in 256 that nobody can read: it takes leading zeros
 * of the public key away (https://github.com/mscdex/ssh2/issues/1390).
 *
 * @param comment what stands in front of the comment: date and an id of the key follow
 * @param now the date in it, in UTC
 */
export function newKeyPair(comment: string, now: Date): NewKeyPair {
  const { privateKey } = generateKeyPairSync("ed25519");
  const { type, blob } = ed25519PublicKey(privateKey);
  const id = createHash("sha256").update(Buffer.from(blob, "base64")).digest("hex").slice(0, 8);
  const full = `${comment}-${now.toISOString().slice(0, 10)}-${id}`;
  return { privateKey: openSshPrivateKey(privateKey, full), publicKey: `${type} ${blob} ${full}` };
}

function ed25519PublicKey(privateKey: KeyObject): PublicKey {
  const { x = "" } = createPublicKey(privateKey).export({ format: "jwk" });
  const blob = Buffer.concat([sshString(ed25519), sshString(Buffer.from(x, "base64url"))]);
  return { type: ed25519, blob: blob.toString("base64") };
}

/**
 * An Ed25519 key in OpenSSH's format, unencrypted. Source: PROTOCOL.key of OpenSSH.
 *
 * @param comment what ssh-add and ssh-keygen show of it
 */
function openSshPrivateKey(privateKey: KeyObject, comment: string): string {
  const { d = "", x = "" } = privateKey.export({ format: "jwk" });
  const [seed, point] = [Buffer.from(d, "base64url"), Buffer.from(x, "base64url")];
  const check = randomBytes(4);
  const secret = Buffer.concat([
    ...[check, check, sshString(ed25519), sshString(point)],
    ...[sshString(Buffer.concat([seed, point])), sshString(comment)],
  ]);
  const padding = Buffer.from(Array.from({ length: (8 - (secret.length % 8)) % 8 }, (_, index) => index + 1));
  const publicBlob = Buffer.concat([sshString(ed25519), sshString(point)]);
  const file = Buffer.concat([
    ...[Buffer.from("openssh-key-v1\0"), sshString("none"), sshString("none"), sshString("")],
    ...[Buffer.from([0, 0, 0, 1]), sshString(publicBlob), sshString(Buffer.concat([secret, padding]))],
  ]);
  const lines = file.toString("base64").match(/.{1,70}/g) ?? [];
  return ["-----BEGIN OPENSSH PRIVATE KEY-----", ...lines, "-----END OPENSSH PRIVATE KEY-----", ""].join(
    "\n",
  );
}
