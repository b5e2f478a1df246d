import { randomBytes } from "node:crypto";
import pg from "pg";
import type { RunningPostgres } from "../../../local/postgres/index.ts";

/** Where a PostgreSQL server is, and who may do everything there. */
export interface DatabaseServer {
  host: string;
  port: number;
  /** PEM of the authority that signed the server's certificate; undefined for a server without TLS. */
  caPem?: string;
  superuser: { username: string; password: string };
  database: string;
}

/** A login of a database server. */
export interface DatabaseUser {
  username: string;
  password: string;
}

/** What the tests need to know of a server that runs with TLS, in plain data. */
export function serverOf({ host, port, caPem, superuser, database }: RunningPostgres): DatabaseServer {
  return { host, port, caPem, superuser, database };
}

/** The same for a server that runs without TLS. */
export function clearTextServerOf({ host, port, superuser, database }: RunningPostgres): DatabaseServer {
  return { host, port, superuser, database };
}

/** A password that is used nowhere else. */
export function freshPassword(): string {
  return randomBytes(18).toString("base64url");
}

/** Creates a user that may log in, by default under a name that is used nowhere else. */
export async function createUser(
  server: DatabaseServer,
  user: DatabaseUser = { username: `user_${randomBytes(6).toString("hex")}`, password: freshPassword() },
): Promise<DatabaseUser> {
  await asSuperuser(server, `CREATE ROLE ${user.username} LOGIN PASSWORD '${user.password}'`);
  return user;
}

/** Sets a user's password behind the back of any rotation. */
export async function setPasswordByHand(
  server: DatabaseServer,
  { username, password }: DatabaseUser,
): Promise<void> {
  await asSuperuser(server, `ALTER ROLE ${username} PASSWORD '${password}'`);
}

/** Does one statement as the superuser and returns its rows. */
export async function asSuperuser(
  server: DatabaseServer,
  statement: string,
): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(connection(server, server.superuser));
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(statement)).rows;
  } finally {
    await client.end();
  }
}

/** Does some work while an open transaction holds the user's row, so that other changes of the user wait. */
export async function whileChanging(
  server: DatabaseServer,
  { username }: DatabaseUser,
  work: () => Promise<void>,
): Promise<void> {
  const client = new pg.Client(connection(server, server.superuser));
  await client.connect();
  try {
    await client.query("BEGIN");
    await client.query(`ALTER ROLE ${username} CONNECTION LIMIT 50`);
    await work();
    await client.query("ROLLBACK");
  } finally {
    await client.end();
  }
}

/** How many sessions the user has open. */
export async function sessionsOf(server: DatabaseServer, { username }: DatabaseUser): Promise<number> {
  const sessions = await asSuperuser(
    server,
    `SELECT pid FROM pg_stat_activity WHERE usename = '${username}'`,
  );
  return sessions.length;
}

/** Whether the server takes a user's password; any other failure than a refusal is thrown. */
export async function logsIn(server: DatabaseServer, user: DatabaseUser): Promise<boolean> {
  const client = new pg.Client(connection(server, user));
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

function connection(server: DatabaseServer, { username, password }: DatabaseUser): pg.ClientConfig {
  return {
    host: server.host,
    port: server.port,
    user: username,
    password,
    database: server.database,
    // The name that a certificate is for is the rotation's business; these connections only look on.
    ssl: server.caPem ? { ca: server.caPem, checkServerIdentity: () => undefined } : false,
  };
}
