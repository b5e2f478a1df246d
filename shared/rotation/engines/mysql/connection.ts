import { connect, isIP, type Socket } from "node:net";
import { type Connection, type ConnectionOptions, createConnection, type RowDataPacket } from "mysql2";
import type { Connection as PromiseConnection } from "mysql2/promise";
import type { PasswordCredential } from "../../credential.ts";
import { HostUnreachableError } from "../../errors.ts";
import { keptByAuthority } from "../authorities.ts";
import { errno } from "./errno.ts";
import { errnoOf, loginError, statementError } from "./errors.ts";
import { refusalOf, ServerRefusal } from "./server-refusal.ts";

/** Most of a function's time must be left for saying what went wrong. */
const longestConnectMs = 5_000;

/** What the server's list of sessions shows for Rekey's, where it shows programs. */
export const programName = "rekey";

/** SERVER_STATUS_NO_BACKSLASH_ESCAPES, from MySQL's mysql_com.h. */
const noBackslashEscapes = 0x200;

/** A row by its columns' names. */
export type Row = Readonly<Record<string, unknown>>;

/** The time that a method has for all of its connections. */
export interface Deadline {
  /** Milliseconds that are left, at least one. */
  leftMs(): number;
}

/** A connection that is logged in. Its methods throw ServerRefusal if the server refuses. */
export interface Session {
  /** Reads rows; the values of `?` travel apart from the statement. */
  rows(doing: string, statement: string, values?: readonly string[]): Promise<readonly Row[]>;

  /**
   * Runs a statement of a kind that has no parameters.
   *
   * @param doing what it does, in words that hold no secret: "change the password"
   */
  run(doing: string, statement: string): Promise<void>;

  /** A text as a statement may hold it, whatever the server's sql_mode. */
  literal(text: string): string;

  /** The version with which the server greeted; a proxy may greet with another one. */
  greeting: string;
}

/** The deadline of a method that may take some milliseconds from now. */
export function deadlineIn(timeoutMs: number): Deadline {
  const end = performance.now() + timeoutMs;
  return { leftMs: () => Math.max(1, end - performance.now()) };
}

/**
 * Logs in, works, and leaves, whatever happens.
 *
 * @param database what to use; the name of none for work on accounts, which belong to no database
 * @throws AuthenticationError if the login is refused, EngineError for any other failure
 */
export async function connected<T>(
  credential: PasswordCredential,
  deadline: Deadline,
  work: (session: Session) => Promise<T>,
  database = "",
): Promise<T> {
  const late = timeOut(credential.system, deadline.leftMs());
  const socket = openSocket(credential);
  const connection = createConnection(settings(credential, deadline, socket, database));
  // A connection that breaks while idle reports it here; the statement under way fails by itself.
  connection.on("error", () => {});
  try {
    const session = await Promise.race([login(connection, credential, deadline), late.passed]);
    const result = await Promise.race([work(session), late.passed]).catch((error: unknown) => {
      throw statementError(error, credential);
    });
    await Promise.race([leave(connection), late.passed]);
    return result;
  } finally {
    late.cancel();
    socket.destroy();
  }
}

function settings(
  credential: PasswordCredential,
  deadline: Deadline,
  socket: Socket,
  database: string,
): ConnectionOptions {
  return {
    user: credential.username,
    password: credential.password,
    host: credential.host,
    port: credential.port,
    ...(database ? { database } : {}),
    ...(credential.tls ? { ssl: tlsSettings(credential) } : {}),
    stream: socket,
    connectTimeout: Math.min(longestConnectMs, deadline.leftMs()),
    // Without the first, a user with an expired password cannot even be given a new one. No server gets a file of ours.
    flags: ["CAN_HANDLE_EXPIRED_PASSWORDS", "-LOCAL_FILES"],
    connectAttributes: { program_name: programName },
  };
}

/** The driver keeps its TLS context as long as it gets the same object. */
const tlsSettings = keptByAuthority((ca) => ({
  ca,
  rejectUnauthorized: true,
  verifyIdentity: true,
  minVersion: "TLSv1.2",
}));

/**
 * The driver leaves it to the socket to know the host that a certificate must be for, and Node's sockets know it
 * only of names: an address would be checked as "localhost".
 */
function openSocket({ host, port }: PasswordCredential): Socket {
  const socket = connect({ host, port, noDelay: true, keepAlive: true });
  return isIP(host) ? Object.assign(socket, { _host: host }) : socket;
}

async function login(
  connection: Connection,
  credential: PasswordCredential,
  deadline: Deadline,
): Promise<Session> {
  const { statusFlags, serverVersion } = await greeted(connection).catch((error: unknown) => {
    throw loginError(error, credential);
  });
  const session = sessionOf(connection, serverVersion, (text) => connection.escape(text));
  // A statement that waits for a lock must give up before its client does: the server would go on with it.
  const seconds = Math.max(1, Math.floor(deadline.leftMs() / 1_000));
  // With sql_mode empty, the driver's escaping is right, and names are shown in backticks. What is a comment to
  // MySQL, MariaDB reads: there a backup lets wait for longer than the time for locks.
  const setUp = session.run(
    "set up the session",
    `SET SESSION sql_mode = '', sql_quote_show_create = 1, lock_wait_timeout = ${seconds} /*M!, max_statement_time = ${seconds} */`,
  );
  const refused = await refusalOf(setUp, errno.mustChangePassword).catch((error: unknown) => {
    throw statementError(error, credential);
  });
  if (refused === undefined || !(statusFlags & noBackslashEscapes)) return session;
  // An expired password allows nothing but its change: the mode stays as the server greeted.
  return sessionOf(connection, serverVersion, (text) => `'${text.replaceAll("'", "''")}'`);
}

/** What the server says of itself before anything else. */
interface Greeting {
  statusFlags: number;
  serverVersion: string;
}

/** Resolves to the server's greeting once the login is through. */
function greeted(connection: Connection): Promise<Greeting> {
  return new Promise((resolve, reject) => {
    connection.once("error", reject);
    connection.once("connect", ({ statusFlags = 0, serverVersion = "" }: Partial<Greeting>) =>
      resolve({ statusFlags, serverVersion }),
    );
  });
}

function sessionOf(connection: Connection, greeting: string, literal: Session["literal"]): Session {
  const driver = connection.promise();
  const attempt = async <T>(doing: string, work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } catch (error) {
      if (errnoOf(error) === undefined) throw error;
      const reason = errnoOf(error) === errno.accountNotChanged ? await firstReason(driver) : undefined;
      throw refusalFrom(doing, reason ?? error);
    }
  };
  return {
    literal,
    greeting,
    run: async (doing, statement) => {
      await attempt(doing, driver.query(statement));
    },
    rows: async (doing, statement, values = []) => {
      // Not every SHOW can be prepared.
      const answer =
        values.length > 0
          ? driver.execute<RowDataPacket[]>(statement, [...values])
          : driver.query<RowDataPacket[]>(statement);
      const [rows] = await attempt(doing, answer);
      return rows;
    },
  };
}

/** MariaDB says of accounts only that they could not be changed; why, it tells when asked. */
async function firstReason(driver: PromiseConnection): Promise<unknown> {
  const [reasons] = await driver.query<RowDataPacket[]>("SHOW ERRORS");
  const reason = reasons.find(({ Code }) => Code !== errno.accountNotChanged);
  return reason && Object.assign(new Error(String(reason.Message)), { errno: Number(reason.Code) });
}

function refusalFrom(doing: string, error: unknown): ServerRefusal {
  const number = errnoOf(error) ?? 0;
  return new ServerRefusal(number, doing, optionNamed(number, error));
}

/** The server's option that a refusal names; of no other message is a word kept, since it may quote the statement. */
function optionNamed(number: number, error: unknown): string | undefined {
  if (number !== errno.optionPrevents || !(error instanceof Error)) return undefined;
  return /--([a-z_-]+)/.exec(error.message)?.[1];
}

/** Says goodbye, so that the server counts no broken connection. */
function leave(connection: Connection): Promise<void> {
  return new Promise((resolve) => {
    connection.end(() => resolve());
  });
}

function timeOut(system: string, afterMs: number) {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    reject(
      new HostUnreachableError(
        "connect",
        `${system} did not answer in time. Check the function's subnets and security groups, and whether the server is busy.`,
      ),
    );
  }, afterMs);
  return { passed: promise, cancel: () => clearTimeout(timer) };
}
