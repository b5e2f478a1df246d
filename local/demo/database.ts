import { randomBytes } from "node:crypto";
import pg from "pg";
import type { RunningPostgres } from "../postgres/index.ts";

/** What it takes to connect to a server as its superuser. */
type Server = Pick<RunningPostgres, "host" | "port" | "caPem" | "superuser" | "database">;

/** The secret of a database user, in the JSON of AWS's database secrets. */
export interface DatabaseSecret {
  engine: "postgres";
  host: string;
  port: number;
  username: string;
  password: string;
  dbname: string;
  /** PEM of the authority that signed the server's certificate. */
  sslrootcert: string;
}

/** Creates the database user of the demo application, with a password of its own. */
export async function createUser(postgres: Server, username: string): Promise<DatabaseSecret> {
  const secret: DatabaseSecret = {
    engine: "postgres",
    host: postgres.host,
    port: postgres.port,
    username,
    password: randomBytes(18).toString("base64url"),
    dbname: postgres.database,
    sslrootcert: postgres.caPem,
  };
  const client = new pg.Client({ ...connection(secret), ...superuser(postgres) });
  await client.connect();
  try {
    await client.query(
      `CREATE ROLE ${client.escapeIdentifier(username)} LOGIN PASSWORD ${client.escapeLiteral(secret.password)}`,
    );
  } finally {
    await client.end();
  }
  return secret;
}

/** Whether the server takes a user's password; any other failure is thrown. */
export async function logsIn(secret: DatabaseSecret): Promise<boolean> {
  const client = new pg.Client(connection(secret));
  try {
    await client.connect();
    return true;
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.code === "28P01") return false;
    throw error;
  } finally {
    await client.end().catch(() => {});
  }
}

function connection(secret: DatabaseSecret): pg.ClientConfig {
  return {
    host: secret.host,
    port: secret.port,
    user: secret.username,
    password: secret.password,
    database: secret.dbname,
    ssl: { ca: secret.sslrootcert },
  };
}

function superuser({ superuser: { username, password } }: Server): pg.ClientConfig {
  return { user: username, password };
}
