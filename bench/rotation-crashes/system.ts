import { randomBytes } from "node:crypto";

/** A login of a database server. */
export interface Login {
  username: string;
  password: string;
}

/** A database server whose users are rotated. */
export interface System {
  title: string;
  /** As secrets name it. */
  engine: string;
  host: string;
  port: number;
  /** PEM of the authority that signed the server's certificate. */
  caPem: string;
  database: string;
  superuser: Login;
  /** Creates a user that may read and write one table, and read another. */
  createUser(login: Login): Promise<void>;
  /** Whether the server takes a login; any other failure than a refusal is thrown. */
  logsIn(login: Login): Promise<boolean>;
  /** Which statements of those that a user of createUser may run are refused to a user that logs in. */
  refusedTo(login: Login): Promise<string[]>;
}

/** What a user of createUser may do. */
export const permitted = [
  "SELECT count(*) FROM orders",
  "INSERT INTO orders VALUES (1)",
  "SELECT count(*) FROM customers",
];

/** The privileges for it. */
export const grants = ["SELECT, INSERT ON orders", "SELECT ON customers"];

/** A login that is used nowhere else. */
export function freshLogin(): Login {
  return { username: `u${randomBytes(4).toString("hex")}`, password: randomBytes(18).toString("base64url") };
}
