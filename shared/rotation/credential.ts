/** A login as a secret version holds it, checked by its engine's schema. */
export interface Credential {
  engine: string;
  host: string;
  port: number;
  username: string;
  password: string;
  dbname: string;
  /** Whether the connection is encrypted and the server's certificate verified. */
  tls: boolean;
  /** PEM of the authority that signed the server's certificate, where it is not a public one or Amazon RDS's. */
  sslrootcert?: string | undefined;
}
