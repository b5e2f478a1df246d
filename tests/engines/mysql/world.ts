import { randomBytes } from "node:crypto";
import { type Connection, createConnection, type RowDataPacket } from "mysql2/promise";
import type { RunningServer } from "../../../local/mysql/index.ts";
import type { PasswordCredential } from "../../../shared/rotation/credential.ts";
import { AuthenticationError } from "../../../shared/rotation/errors.ts";
import type { Kind } from "./servers.ts";

/** Long enough for a loaded machine. */
export const timeoutMs = 20_000;

/** A row of an answer. */
export type Row = Record<string, unknown>;

/** A server with what the tests do there. */
export interface World {
  server: RunningServer;
  superuser: PasswordCredential;
  /** A login of the server, as a secret without TLS gives it. */
  credential(username: string, password?: string): PasswordCredential;
  /** Runs statements as the superuser and returns the last one's rows. */
  run(...statements: string[]): Promise<Row[]>;
  /** Runs statements as a user and returns the last one's rows. */
  as(credential: PasswordCredential, ...statements: string[]): Promise<Row[]>;
  /** Makes a user with a password that may come from everywhere, unless the options say otherwise. */
  user(options?: UserOptions): Promise<PasswordCredential>;
  logsIn(credential: PasswordCredential): Promise<boolean>;
  /** Everything that the server stores of the accounts of a user name, in an order that does not change. */
  stored(username: string): Promise<unknown>;
  stop(): Promise<void>;
}

/** A user to make. */
export interface UserOptions {
  username?: string;
  password?: string;
  /** Where it may come from. */
  from?: string;
  /** What comes after the password in CREATE USER. */
  clauses?: string;
  /** Statements to run as the superuser; `@@` stands for the account. */
  statements?: readonly string[];
}

/** What the tests do at a server. */
export async function worldOf(kind: Kind, server: RunningServer): Promise<World> {
  const credential = (username: string, password = freshPassword()) =>
    kind.engine.parse({
      engine: kind.name,
      host: server.host,
      port: server.port,
      ssl: false,
      username,
      password,
    });
  const superuser = credential(server.superuser.username, server.superuser.password);
  const session = await connect(superuser);
  const run = (...statements: string[]) => lastRows(session, statements);
  return {
    server,
    superuser,
    credential,
    run,
    as: async (user, ...statements) => {
      const own = await connect(user);
      try {
        return await lastRows(own, statements);
      } finally {
        await own.end();
      }
    },
    user: async ({
      username = freshName("app"),
      password = freshPassword(),
      from = "%",
      clauses = "",
      statements = [],
    } = {}) => {
      const account = `${session.escape(username)}@${session.escape(from)}`;
      await run(
        `CREATE USER ${account} IDENTIFIED BY ${session.escape(password)} ${clauses}`,
        ...statements.map((statement) => statement.replaceAll("@@", () => account)),
      );
      return credential(username, password);
    },
    logsIn: async (user) => {
      try {
        await kind.engine.logIn(user, timeoutMs);
        return true;
      } catch (error) {
        if (error instanceof AuthenticationError) return false;
        throw error;
      }
    },
    stored: async (username) => {
      const accounts = await session.execute<RowDataPacket[]>(
        `SELECT * FROM mysql.${kind.name === "mysql" ? "user" : "global_priv"} WHERE User = ? ORDER BY Host`,
        [username],
      );
      const grants = [];
      for (const { Host } of accounts[0]) {
        const account = `${session.escape(username)}@${session.escape(Host)}`;
        grants.push(await run(`SHOW GRANTS FOR ${account}`));
      }
      return { accounts: accounts[0], grants };
    },
    stop: async () => {
      await session.end();
      await server.stop();
    },
  };
}

/** A password that is used nowhere else. */
export function freshPassword(): string {
  return `${randomBytes(18).toString("base64url")}aA1!`;
}

/** A name that is used nowhere else. */
export function freshName(what: string): string {
  return `${what}_${randomBytes(4).toString("hex")}`;
}

/** The next version's credential beside a current one of the same user. */
export function renewed(current: PasswordCredential): PasswordCredential {
  return { ...current, password: freshPassword() };
}

/** The next version's credential beside a current one, for the other user. */
export function otherUser(current: PasswordCredential): PasswordCredential {
  const { username } = current;
  return {
    ...renewed(current),
    username: username.endsWith("_clone") ? username.slice(0, -"_clone".length) : `${username}_clone`,
  };
}

/** What a promise is rejected with; fails if it is not. */
export async function failureOf(attempt: Promise<unknown>): Promise<unknown> {
  const outcome = await attempt.then(
    () => ({ failed: false, error: undefined }),
    (error: unknown) => ({ failed: true, error }),
  );
  if (!outcome.failed) throw new Error("It did not fail.");
  return outcome.error;
}

/** A connection that stays open, as an application holds it. */
export async function connect({ host, port, username, password }: PasswordCredential): Promise<Connection> {
  return createConnection({
    host,
    port,
    user: username,
    password,
    flags: ["CAN_HANDLE_EXPIRED_PASSWORDS"],
  });
}

async function lastRows(session: Connection, statements: readonly string[]): Promise<Row[]> {
  let rows: Row[] = [];
  for (const statement of statements) {
    const [answer] = await session.query(statement);
    rows = Array.isArray(answer) ? (answer as Row[]) : [];
  }
  return rows;
}
