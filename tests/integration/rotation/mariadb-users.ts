import { randomBytes } from "node:crypto";
import { createConnection } from "mysql2/promise";
import type { RunningServer } from "../../../local/mysql/index.ts";
import type { SecretFields } from "../../../shared/rotation/index.ts";
import { type DatabaseUser, freshPassword } from "./database.ts";

/** Creates a user that may read a table, under a name that is used nowhere else. */
export async function createMariadbUser(server: RunningServer): Promise<DatabaseUser> {
  const user = { username: `user_${randomBytes(6).toString("hex")}`, password: freshPassword() };
  const connection = await createConnection(settings(server, server.superuser));
  try {
    await connection.query("CREATE USER ?@'%' IDENTIFIED BY ?", [user.username, user.password]);
    await connection.query("GRANT SELECT ON mysql.time_zone TO ?@'%'", [user.username]);
  } finally {
    await connection.end();
  }
  return user;
}

/** The value of a user's secret. */
export function mariadbSecretOf(server: RunningServer, user: DatabaseUser): Record<string, unknown> {
  const { host, port, caPem } = server;
  return { engine: "mariadb", host, port, ...user, sslrootcert: caPem };
}

/** Whether the server takes the password in a version's fields; any other failure than a refusal is thrown. */
export async function mariadbLogsIn(server: RunningServer, fields: SecretFields): Promise<boolean> {
  const user = { username: String(fields.username), password: String(fields.password) };
  try {
    const connection = await createConnection(settings(server, user));
    await connection.end();
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ER_ACCESS_DENIED_ERROR") return false;
    throw error;
  }
}

function settings({ host, port, caPem }: RunningServer, { username, password }: DatabaseUser) {
  return { host, port, user: username, password, ssl: { ca: caPem } };
}
