import { type Connection, createConnection } from "mysql2/promise";
import type { RunningServer } from "../../local/mysql/index.ts";
import { grants, type Login, permitted, type System } from "./system.ts";

const database = "app";

/** ER_ACCESS_DENIED_ERROR and ER_DBACCESS_DENIED_ERROR: of a login, the second has a right password. */
const refusedLogin = 1045;
const noSuchRight = 1044;

/** A MariaDB server with the tables that its users may use. */
export async function mariadbSystem(server: RunningServer): Promise<System> {
  const { host, port, caPem, superuser } = server;
  const connected = async <T>(login: Login, work: (connection: Connection) => Promise<T>): Promise<T> => {
    const { username: user, password } = login;
    const connection = await createConnection({ host, port, user, password, ssl: { ca: caPem } });
    try {
      return await work(connection);
    } finally {
      await connection.end();
    }
  };
  const asSuperuser = (statements: string[]) =>
    connected(superuser, async (connection) => {
      for (const statement of statements) await connection.query(statement);
    });
  await asSuperuser([
    `CREATE DATABASE ${database}`,
    `CREATE TABLE ${database}.orders (id int)`,
    `CREATE TABLE ${database}.customers (id int)`,
  ]);
  return {
    title: "MariaDB",
    engine: "mariadb",
    host,
    port,
    caPem,
    database,
    superuser,
    createUser: ({ username, password }) =>
      asSuperuser([
        `CREATE USER ${username}@'%' IDENTIFIED BY '${password}'`,
        ...grants.map((grant) => `GRANT ${grant.replace(/ ON /, ` ON ${database}.`)} TO ${username}@'%'`),
      ]),
    logsIn: (login) =>
      connected(login, async () => true).catch((error: unknown) => {
        if (numberOf(error) === refusedLogin) return false;
        throw error;
      }),
    refusedTo: (login) =>
      connected(login, async (connection) => {
        const used = await connection.query(`USE ${database}`).catch((error: unknown) => {
          if (numberOf(error) === noSuchRight) return undefined;
          throw error;
        });
        if (!used) return [...permitted];
        const refused: string[] = [];
        for (const statement of permitted) {
          await connection.query(statement).catch(() => refused.push(statement));
        }
        return refused;
      }),
  };
}

function numberOf(error: unknown): number | undefined {
  return error instanceof Error && "errno" in error ? Number(error.errno) : undefined;
}
