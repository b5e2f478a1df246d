import { isIP } from "node:net";
import { type ConnectionOptions, checkServerIdentity, type PeerCertificate } from "node:tls";
import { authorities, trusted } from "../authorities.ts";
import type { RedisCredential } from "./credential.ts";

/** Where a node listens. */
export interface Address {
  host: string;
  port: number;
  /** The name that the node gives itself beside its address. */
  hostname?: string | undefined;
}

/**
 * How a node is verified.
 *
 * The node that the secret names must have a certificate for its name. Another node is known only by what a node
 * says, and whoever can register as a replica makes it say what he likes. So that one must have a certificate for the
 * secret's host too, or, where the secret brings an authority of its own, one of that authority's for its own address.
 *
 * @param address of another node than the secret's, as a node announced it
 */
export function tlsSettings(credential: RedisCredential, address?: Address): ConnectionOptions {
  const { host, sslrootcert, sslcert, sslkey } = credential;
  const own = sslcert === undefined ? {} : { cert: sslcert, key: sslkey };
  const trust =
    sslcert === undefined ? { secureContext: trusted(credential) } : { ca: authorities(credential) };
  if (!address) return { ...own, ...trust, ...nameIndication(host) };
  const announced = [address.host, ...(address.hostname ? [address.hostname] : [])];
  const names = sslrootcert ? [host, ...announced] : [host];
  return {
    ...own,
    ...(sslrootcert ? { ca: [sslrootcert] } : trust),
    ...nameIndication(address.hostname ?? (isIP(address.host) ? host : address.host)),
    checkServerIdentity: (_, certificate) => mismatch(names, certificate),
  };
}

function nameIndication(host: string): ConnectionOptions {
  return isIP(host) ? {} : { servername: host };
}

/** Undefined if the certificate is for one of the names. */
function mismatch(names: readonly string[], certificate: PeerCertificate): Error | undefined {
  const errors = names.map((name) => checkServerIdentity(name, certificate));
  return errors.includes(undefined) ? undefined : errors[0];
}
