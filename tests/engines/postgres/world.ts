import { randomBytes } from "node:crypto";
import pg from "pg";
import type { RunningPostgres } from "../../../local/postgres/index.ts";
import type { PasswordCredential } from "../../../shared/rotation/credential.ts";
import { postgres } from "../../../shared/rotation/engines/postgres/engine.ts";

/** Long enough for a loaded machine. */
export const timeoutMs = 20_000;

/** A server with what the tests do there. */
export interface World {
  server: RunningPostgres;
  stop(): Promise<void>;
  superuser: PasswordCredential;
  /** A login of the server, as the secret of that name gives it. */
  credential(username: string, password?: string): PasswordCredential;
  /** Does statements as a user and returns the last one's rows. */
  as(credential: PasswordCredential, ...statements: string[]): Promise<Row[]>;
  /** Does statements as the superuser and returns the last one's rows. */
  run(...statements: string[]): Promise<Row[]>;
}

/** A row of an answer. */
export type Row = Record<string, unknown>;

/** What the tests do at a server without TLS. */
export async function worldOf(server: RunningPostgres): Promise<World> {
  const credential = (username: string, password = freshPassword()) =>
    postgres.parse({
      engine: "postgres",
      host: server.host,
      port: server.port,
      dbname: server.database,
      ssl: false,
      username,
      password,
    });
  const superuser = credential(server.superuser.username, server.superuser.password);
  const session = await connect(superuser);
  return {
    server,
    superuser,
    credential,
    as: async (user, ...statements) => {
      const own = await connect(user);
      try {
        return await lastRows(own, statements);
      } finally {
        await own.end();
      }
    },
    run: (...statements) => lastRows(session, statements),
    stop: async () => {
      await session.end();
      await server.stop();
    },
  };
}

/** A password that is used nowhere else. */
export function freshPassword(): string {
  return randomBytes(18).toString("base64url");
}

/** A name that is used nowhere else. */
export function freshName(what: string): string {
  return `${what}_${randomBytes(4).toString("hex")}`;
}

/** A connection that stays open, as an application holds it. */
export async function connect({
  host,
  port,
  username,
  password,
  dbname,
}: PasswordCredential): Promise<pg.Client> {
  const client = new pg.Client({ host, port, user: username, password, database: dbname, ssl: false });
  client.on("error", () => {});
  await client.connect();
  return client;
}

async function lastRows(client: pg.Client, statements: readonly string[]): Promise<Row[]> {
  let rows: Row[] = [];
  for (const statement of statements) rows = (await client.query<Row>(statement)).rows;
  return rows;
}

/** The next version's credential beside a current one: the other user with a new password. */
export function nextOf(world: World, { username }: PasswordCredential): PasswordCredential {
  return world.credential(username.endsWith("_clone") ? username.slice(0, -6) : `${username}_clone`);
}
