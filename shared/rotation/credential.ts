/** A login as a secret version holds it, understood by its engine. */
export interface Credential {
  /** The engine's name, as the secret gives it. */
  engine: string;
  /** Whom it logs in as. */
  username: string;
  /** Where it logs in: host and port of a server, or the name of a service. */
  system: string;
}

/** A login by password at a server. */
export interface PasswordCredential extends Credential {
  host: string;
  port: number;
  password: string;
  /** The database that is connected to; empty where the engine needs none. */
  dbname: string;
  /** Whether the connection is encrypted and the server's certificate verified. */
  tls: boolean;
  /** PEM of the authority that signed the server's certificate, where it is not a public one or Amazon RDS's. */
  sslrootcert?: string | undefined;
}
