import pg from "pg";
import type { RunningPostgres } from "../../local/postgres/index.ts";
import { grants, type Login, permitted, type System } from "./system.ts";

/** A PostgreSQL server with the tables that its users may use. */
export async function postgresSystem(server: RunningPostgres): Promise<System> {
  const { host, port, caPem, database, superuser } = server;
  const connected = async <T>(login: Login, work: (client: pg.Client) => Promise<T>): Promise<T> => {
    const { username: user, password } = login;
    const client = new pg.Client({ host, port, user, password, database, ssl: { ca: caPem } });
    await client.connect();
    try {
      return await work(client);
    } finally {
      await client.end();
    }
  };
  const asSuperuser = (statements: string[]) =>
    connected(superuser, async (client) => {
      await client.query(statements.join("; "));
    });
  await asSuperuser(["CREATE TABLE orders (id int)", "CREATE TABLE customers (id int)"]);
  return {
    title: "PostgreSQL",
    engine: "postgres",
    host,
    port,
    caPem,
    database,
    superuser,
    createUser: ({ username, password }) =>
      asSuperuser([
        `CREATE ROLE ${username} LOGIN PASSWORD '${password}'`,
        ...grants.map((grant) => `GRANT ${grant} TO ${username}`),
      ]),
    logsIn: (login) =>
      connected(login, async () => true).catch((error: unknown) => {
        if (error instanceof pg.DatabaseError && error.code === "28P01") return false;
        throw error;
      }),
    refusedTo: (login) =>
      connected(login, async (client) => {
        const refused: string[] = [];
        for (const statement of permitted) {
          await client.query(statement).catch(() => refused.push(statement));
        }
        return refused;
      }),
  };
}
