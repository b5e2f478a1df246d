import { Connection, type ConnectionConfiguration, Request, TYPES } from "tedious";
import type { PasswordCredential } from "../../credential.ts";
import { HostUnreachableError } from "../../errors.ts";
import { authorities } from "../authorities.ts";
import { engineError } from "./errors.ts";
import { forConnection, type Row, type Run, type Statement } from "./statement.ts";

/** Most of a function's time must be left for saying what went wrong. */
const longestConnectMs = 5_000;

/**
 * Logs in, works, and closes the connection.
 *
 * @param timeoutMs how long login and work may take together
 * @throws EngineError saying what went wrong
 */
export async function connected<T>(
  credential: PasswordCredential,
  timeoutMs: number,
  work: (run: Run) => Promise<T>,
): Promise<T> {
  const connection = new Connection(connectionSettings(credential, timeoutMs));
  // A connection that breaks while idle reports it here; the request under way fails by itself.
  connection.on("error", () => {});
  const numbers: number[] = [];
  connection.on("errorMessage", ({ number }) => numbers.push(number));
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    connection.close();
  }, timeoutMs);
  const told = (error: unknown) => (late ? timedOut(credential) : engineError(error, numbers, credential));
  const run: Run = async (statement) => {
    numbers.length = 0;
    try {
      return await execute(connection, forConnection(statement));
    } catch (error) {
      throw told(error);
    }
  };
  try {
    await new Promise<void>((resolve, reject) => {
      connection.connect((error) => (error ? reject(error) : resolve()));
    });
    // A statement of a process that is gone must not wait for a lock and set its password later.
    await run({ text: `SET LOCK_TIMEOUT ${Math.max(1, Math.floor(timeoutMs))}` });
    return await work(run);
  } catch (error) {
    throw told(error);
  } finally {
    clearTimeout(timer);
    connection.close();
  }
}

/**
 * How to connect: with TLS and the certificate verified against the host's name, unless the secret says
 * `"ssl": false`. There is no fall-back from one to the other.
 */
export function connectionSettings(
  credential: PasswordCredential,
  timeoutMs: number,
): ConnectionConfiguration {
  const { host, port, username, password, dbname, tls } = credential;
  return {
    server: host,
    authentication: { type: "default", options: { userName: username, password } },
    options: {
      port,
      database: dbname,
      encrypt: tls,
      trustServerCertificate: false,
      cryptoCredentialsDetails: tls ? { ca: authorities(credential) } : {},
      connectTimeout: Math.min(longestConnectMs, timeoutMs),
      requestTimeout: timeoutMs,
      maxRetriesOnTransientErrors: 0,
      appName: "rekey",
    },
  };
}

/** A statement without parameters goes as it is: then the server knows it, and hides a password in its traces. */
function execute(connection: Connection, { text, parameters = {} }: Statement): Promise<Row[]> {
  return new Promise((resolve, reject) => {
    const rows: Row[] = [];
    const request = new Request(text, (error) => (error ? reject(error) : resolve(rows)));
    request.on("row", (columns: { metadata: { colName: string }; value: unknown }[]) => {
      rows.push(Object.fromEntries(columns.map(({ metadata, value }) => [metadata.colName, value])));
    });
    const values = Object.entries(parameters);
    for (const [name, value] of values) request.addParameter(name, TYPES.NVarChar, value);
    if (values.length > 0) connection.execSql(request);
    else connection.execSqlBatch(request);
  });
}

function timedOut({ system }: PasswordCredential): HostUnreachableError {
  return new HostUnreachableError(
    "connect",
    `${system} did not answer in time. The server may be overloaded or restarting; try again.`,
  );
}
