import { isIPv6 } from "node:net";
import * as z from "zod";
import type { Credential } from "../../credential.ts";
import type { SecretFields } from "../../engine.ts";
import { InvalidSecretError } from "../../errors.ts";
import { isHost, readFields } from "../../fields.ts";
import { type HostAddress, hostKeyAlgorithms, type KnownHostKey, readHostKeys } from "./host-keys.ts";
import { type PublicKey, readPrivateKey, readPublicKey } from "./keys.ts";

/** A login by key at one or more hosts. */
export interface SshCredential extends Credential {
  /** As the driver takes it. */
  privateKey: string;
  publicKey: PublicKey;
  /** The public key's comment; empty if it has none. */
  comment: string;
  hosts: SshHost[];
}

/** A host, and by which keys it is known. */
export interface SshHost extends HostAddress {
  /** Name and port, for messages. */
  label: string;
  keys: KnownHostKey[];
}

/** More at once than a phase has time for. */
const maximumHosts = 100;

const text = z.string("must be text").min(1, "must not be empty");
const oneLine = text
  .max(255, "must have 255 characters at most")
  .regex(/^[ -~]+$/, "must be printable ASCII");
const list = z.union([z.array(text), text.transform((lines) => [lines])], "must be a list of texts");

const schema = z.looseObject({
  engine: text,
  username: text.max(255, "must have 255 characters at most").regex(/^[^\s\p{C}]+$/u, "must have no blanks"),
  privateKey: text,
  publicKey: text.optional(),
  hosts: list.refine((hosts) => hosts.length > 0, "must not be empty"),
  hostKeys: list,
  comment: oneLine.optional(),
  masterarn: z.undefined("must not be there: a user changes its own keys").optional(),
});

/**
 * Reads an SSH key's secret: engine, username, privateKey (OpenSSH or PEM), hosts ("host" or "host:port"), hostKeys
 * (lines of known_hosts or SHA256 fingerprints), and optionally publicKey and comment. A host whose key is not given
 * is not trusted, so every host needs one.
 *
 * @throws InvalidSecretError naming the field that is missing or wrong
 */
export function parseSshCredential(fields: SecretFields): SshCredential {
  const read = readFields(schema, fields, "The secret");
  const { text: privateKey, publicKey } = readPrivateKey(read.privateKey);
  if (read.publicKey !== undefined && readPublicKey(read.publicKey)?.blob !== publicKey.blob) {
    throw new InvalidSecretError(
      "publicKey",
      `"publicKey" is not the public half of "privateKey". Correct it in the secret, or leave it out.`,
    );
  }
  const known = readHostKeys(read.hostKeys.join("\n"));
  const hosts = uniqueHosts(read.hosts).map((host) => withKeys(host, known));
  return {
    engine: read.engine,
    username: read.username,
    system: hosts
      .map(({ label }) => label)
      .sort()
      .join(","),
    privateKey,
    publicKey,
    comment: commentOf(read.publicKey),
    hosts,
  };
}

function uniqueHosts(texts: readonly string[]): Omit<SshHost, "keys">[] {
  const hosts = new Map(texts.map(readHost).map((host) => [host.label, host]));
  if (hosts.size <= maximumHosts) return [...hosts.values()];
  throw new InvalidSecretError(
    "hosts",
    `"hosts" has more than ${maximumHosts} hosts. Divide them among several secrets.`,
  );
}

/** Reads "host", "host:port", "[address]:port" or an IPv6 address alone. */
function readHost(host: string): Omit<SshHost, "keys"> {
  const [, bracketed, plain, digits] = /^(?:\[([^\]\s]+)\]|([^:\s,[\]]+))(?::(\d{1,5}))?$/.exec(host) ?? [];
  const name = (isIPv6(host) ? host : (bracketed ?? plain))?.toLowerCase();
  const port = digits === undefined ? 22 : Number(digits);
  if (name !== undefined && isHost(name) && port >= 1 && port <= 65_535) {
    return { name, port, label: isIPv6(name) ? `[${name}]:${port}` : `${name}:${port}` };
  }
  throw new InvalidSecretError(
    "hosts",
    `"hosts" must hold texts such as "host.example.com" or "host.example.com:2222". Correct it in the secret.`,
  );
}

function withKeys(host: Omit<SshHost, "keys">, known: readonly KnownHostKey[]): SshHost {
  const keys = known.filter((key) => key.isFor(host));
  const usable = (type = "") => type === "" || type in hostKeyAlgorithms;
  if (keys.some(({ revoked, type }) => !revoked && usable(type))) return { ...host, keys };
  throw new InvalidSecretError(
    "hostKeys",
    `"hostKeys" has no key for ${host.label}. Ask its administrator for the line of known_hosts or the fingerprint (ssh-keygen -l), and put it into the secret; a key that only the network vouches for proves nothing.`,
  );
}

function commentOf(publicKey = ""): string {
  return publicKey
    .trim()
    .split(/[ \t]+/)
    .slice(2)
    .join(" ");
}
