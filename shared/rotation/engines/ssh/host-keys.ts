import { createHmac } from "node:crypto";
import type { ServerHostKeyAlgorithm } from "ssh2";
import { InvalidSecretError } from "../../errors.ts";
import { fingerprint, isPublicKey } from "./keys.ts";

/** The kinds of host key that the driver checks, and what each signs with; never by SHA-1. */
export const hostKeyAlgorithms: Readonly<Record<string, readonly ServerHostKeyAlgorithm[]>> = {
  "ssh-ed25519": ["ssh-ed25519"],
  "ecdsa-sha2-nistp256": ["ecdsa-sha2-nistp256"],
  "ecdsa-sha2-nistp384": ["ecdsa-sha2-nistp384"],
  "ecdsa-sha2-nistp521": ["ecdsa-sha2-nistp521"],
  "ssh-rsa": ["rsa-sha2-512", "rsa-sha2-256"],
};

/** One key that a secret vouches for, or takes back. */
export interface KnownHostKey {
  /** Whether it is a host's. */
  isFor(host: HostAddress): boolean;
  /** Whether it is this key, in SSH's wire format. */
  is(blob: Buffer): boolean;
  /** The key's type; undefined for a fingerprint, which does not tell. */
  type: string | undefined;
  /** Whether the line says that the key must not be trusted any more. */
  revoked: boolean;
}

/** Where a server is. */
export interface HostAddress {
  /** In lower case. */
  name: string;
  port: number;
}

/**
 * Reads host keys: lines as in known_hosts, hashed names and patterns included, or fingerprints as ssh-keygen -l shows
 * them, each of which is for every host of the secret. Empty lines and comments are left out.
 * Source: sshd(8), "SSH_KNOWN_HOSTS FILE FORMAT".
 *
 * @throws InvalidSecretError if a line is none of these
 */
export function readHostKeys(text: string): KnownHostKey[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map(readHostKey);
}

function readHostKey(line: string): KnownHostKey {
  if (/^SHA256:[A-Za-z0-9+/]{43}=?$/.test(line)) {
    const wanted = line.slice(0, "SHA256:".length + 43);
    return { isFor: () => true, is: (blob) => fingerprint(blob) === wanted, type: undefined, revoked: false };
  }
  const words = line.split(/[ \t]+/);
  const marker = words[0]?.startsWith("@") ? words.shift() : undefined;
  const [names = "", type = "", blob = ""] = words;
  if ((marker !== undefined && marker !== "@revoked") || !isPublicKey(type, blob)) {
    throw new InvalidSecretError(
      "hostKeys",
      `"hostKeys" has a line that is neither a host's key as in known_hosts nor a fingerprint "SHA256:…". Host certificates (@cert-authority) are not supported. Correct it in the secret.`,
    );
  }
  return {
    isFor: (host) => matches(names, host),
    is: (other) => other.equals(Buffer.from(blob, "base64")),
    type,
    revoked: marker === "@revoked",
  };
}

/** Names are compared with the port unless it is SSH's own. */
function matches(names: string, { name, port }: HostAddress): boolean {
  const wanted = port === 22 ? name : `[${name}]:${port}`;
  const hashed = /^\|1\|([^|]+)\|([^|]+)$/.exec(names);
  if (hashed) {
    const [, salt = "", hash = ""] = hashed;
    return createHmac("sha1", Buffer.from(salt, "base64")).update(wanted).digest("base64") === hash;
  }
  const patterns = names.toLowerCase().split(",");
  const fits = (pattern: string) => globMatches(pattern, wanted);
  return (
    patterns.some((pattern) => !pattern.startsWith("!") && fits(pattern)) &&
    !patterns.some((pattern) => pattern.startsWith("!") && fits(pattern.slice(1)))
  );
}

function globMatches(pattern: string, text: string): boolean {
  // Step back to the last star where the rest does not fit: linear in memory, and no regular expression from a secret.
  let [at, star, mark] = [0, -1, 0];
  let position = 0;
  while (position < text.length) {
    if (
      at < pattern.length &&
      (pattern[at] === "?" || (pattern[at] !== "*" && pattern[at] === text[position]))
    ) {
      at += 1;
      position += 1;
    } else if (pattern[at] === "*") {
      star = at;
      mark = position;
      at += 1;
    } else if (star >= 0) {
      at = star + 1;
      mark += 1;
      position = mark;
    } else return false;
  }
  while (pattern[at] === "*") at += 1;
  return at === pattern.length;
}
