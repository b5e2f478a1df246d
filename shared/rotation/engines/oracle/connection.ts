import oracledb from "oracledb";
import type { PasswordCredential } from "../../credential.ts";
import { HostUnreachableError } from "../../errors.ts";
import { authorities } from "../authorities.ts";
import { engineError } from "./errors.ts";
import { throwawayIdentity } from "./throwaway-identity.ts";

/** Most of a function's time must be left for saying what went wrong. */
const longestConnectMs = 5_000;

/** A statement to be run. */
export interface Statement {
  text: string;
  /** Values of the parameters that it names with a colon; DDL takes none. */
  parameters?: Readonly<Record<string, string>>;
}

/** A row of an answer, by the columns' names in capitals. */
export type Row = Readonly<Record<string, unknown>>;

/** What can be done once logged in. */
export interface Session {
  run(statement: Statement): Promise<Row[]>;
  /** Sets the password of whoever is logged in: encrypted, by the protocol itself, and in no statement. */
  changePassword(username: string, oldPassword: string, newPassword: string): Promise<void>;
  /** The server's major version. */
  version: number;
}

/**
 * Logs in, works, and closes the connection.
 *
 * @param timeoutMs how long login and work may take together
 * @param newPassword the password to be set at the login, which is the only way in once the old one has run out
 * @throws EngineError saying what went wrong
 */
export async function connected<T>(
  credential: PasswordCredential,
  timeoutMs: number,
  work: (session: Session) => Promise<T>,
  newPassword?: string,
): Promise<T> {
  const deadline = performance.now() + timeoutMs;
  const { promise: tooLate, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(timedOut(credential)), timeoutMs);
  const opening = oracledb.getConnection({
    ...connectionSettings(credential, timeoutMs),
    ...(newPassword === undefined ? {} : { newPassword }),
  });
  try {
    const connection = await Promise.race([opening, tooLate]);
    return await Promise.race([work(sessionOf(connection, credential, deadline)), tooLate]);
  } catch (error) {
    throw engineError(error, credential);
  } finally {
    // A server that does not answer would hold up the closing, too.
    const closing = opening.then((connection) => connection.close()).catch(() => {});
    await Promise.race([closing, tooLate.catch(() => {})]);
    clearTimeout(timer);
  }
}

/**
 * How to connect: with TLS and the certificate verified against the host's name, unless the secret says
 * `"ssl": false`. There is no fall-back from one to the other, and `dbname` names the service either way.
 */
export function connectionSettings(
  credential: PasswordCredential,
  timeoutMs: number,
): oracledb.ConnectionAttributes {
  const { host, port, username, password, dbname, tls } = credential;
  const address = `(PROTOCOL=${tls ? "TCPS" : "TCP"})(HOST=${host})(PORT=${port})`;
  return {
    user: username,
    password,
    connectString: `(DESCRIPTION=(ADDRESS=${address})(CONNECT_DATA=(SERVICE_NAME=${dbname})))`,
    // In seconds; zero would mean no limit.
    connectTimeout: Math.max(1, Math.ceil(Math.min(longestConnectMs, timeoutMs) / 1_000)),
    ...(tls
      ? {
          sslServerDNMatch: true,
          walletContent: [throwawayIdentity(), ...authorities(credential)].join("\n"),
        }
      : {}),
  };
}

function sessionOf(
  connection: oracledb.Connection,
  credential: PasswordCredential,
  deadline: number,
): Session {
  const timed = async <T>(call: () => Promise<T>): Promise<T> => {
    // Zero would mean no limit.
    connection.callTimeout = Math.max(1, Math.ceil(deadline - performance.now()));
    try {
      return await call();
    } catch (error) {
      throw engineError(error, credential);
    }
  };
  return {
    run: ({ text, parameters = {} }) =>
      timed(async () => {
        const options = { outFormat: oracledb.OUT_FORMAT_OBJECT };
        const { rows } = await connection.execute<Row>(text, parameters, options);
        return rows ?? [];
      }),
    changePassword: (username, oldPassword, newPassword) =>
      timed(() => connection.changePassword(username, oldPassword, newPassword)),
    version: Math.floor(connection.oracleServerVersion / 100_000_000),
  };
}

function timedOut({ system }: PasswordCredential): HostUnreachableError {
  return new HostUnreachableError(
    "connect",
    `${system} did not answer in time. The server may be overloaded or restarting; try again.`,
  );
}
