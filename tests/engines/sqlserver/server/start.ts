import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { makeCertificate } from "../../../../local/certificates.ts";
import type { Row } from "../../../../shared/rotation/engines/sqlserver/statement.ts";
import { Catalog, SqlError } from "./catalog.ts";
import { define } from "./definition.ts";
import {
  batchOf,
  type ClientStatement,
  callOf,
  errorAnswer,
  type Login,
  loginAnswer,
  loginOf,
  preloginAnswer,
  rowsAnswer,
} from "./messages.ts";
import { type Message, packetsOf, packetTypes, splitMessages } from "./packets.ts";
import { secure } from "./tls.ts";

/** How to start a server. */
export interface SqlServerOptions {
  /** The host name that the certificate is for; none for a server without TLS. */
  certificateFor?: string;
  /** Whether it takes no connection in clear. */
  requiresTls?: boolean;
}

/** What goes wrong at a statement that changes something, counted from zero: cut before or after it, or no answer. */
export interface Cut {
  statement: number;
  moment: "before" | "after" | "never answered";
}

/**
 * A server that speaks as much of SQL Server's protocol as a rotation needs: the prelogin, TLS, logins, and the
 * engine's own questions and statements, by a catalogue that is a model of the real one. The driver is the real one.
 */
export interface RunningSqlServer {
  host: "localhost";
  port: number;
  /** PEM of the authority that signed the certificate; empty without TLS. */
  caPem: string;
  catalog: Catalog;
  superuser: { username: string; password: string };
  /** The statements that changed something, as they came. */
  changes: string[];
  /** The logins that were taken. */
  logins: string[];
  /** Forgets the statements so far, and says what goes wrong at one to come. */
  cutAt(cut: Cut | undefined): void;
  /** Answers the next statement that begins like this with errors. */
  failWith(beginning: string, ...numbers: number[]): void;
  stop(): Promise<void>;
}

/** Starts a server on a free port. */
export async function startSqlServer(options: SqlServerOptions = {}): Promise<RunningSqlServer> {
  const { certificateFor } = options;
  const catalog = new Catalog();
  const superuser = { username: "sa", password: "superuser-kP7w2Xq" };
  catalog.addLogin(superuser.username, superuser.password, { roles: ["sysadmin"] });
  const certificate = certificateFor ? await makeCertificate(certificateFor) : undefined;
  const state: State = {
    catalog,
    options,
    certificate,
    changes: [],
    logins: [],
    cut: undefined,
    failures: [],
  };
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => {});
    serveClient(socket, state);
  });
  server.listen(0, "localhost");
  await once(server, "listening");
  return {
    host: "localhost",
    port: (server.address() as AddressInfo).port,
    caPem: certificate?.caPem ?? "",
    catalog,
    superuser,
    changes: state.changes,
    logins: state.logins,
    cutAt: (cut) => {
      state.changes.length = 0;
      state.cut = cut;
    },
    failWith: (beginning, ...numbers) => {
      state.failures.push({ beginning, numbers });
    },
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}

interface State {
  catalog: Catalog;
  options: SqlServerOptions;
  certificate: { certPem: string; keyPem: string } | undefined;
  changes: string[];
  logins: string[];
  cut: Cut | undefined;
  failures: { beginning: string; numbers: number[] }[];
}

interface Client {
  socket: Socket;
  login?: Login;
}

function serveClient(socket: Socket, state: State): void {
  const client: Client = { socket };
  const onPrelogin = ({ type }: Message) => {
    if (type !== packetTypes.prelogin) return;
    const { certificate, options } = state;
    const encryption = options.requiresTls ? "required" : certificate ? "on" : "not supported";
    socket.write(packetsOf(packetTypes.answer, preloginAnswer(encryption)));
    stopListening();
    client.socket = certificate ? secure(socket, certificate) : socket;
    listen(client.socket, (message) => respond(client, message, state));
  };
  const stopListening = listen(socket, onPrelogin);
}

/** @returns what ends it */
function listen(socket: Socket, take: (message: Message) => void): () => void {
  let buffered = Buffer.alloc(0);
  const onData = (chunk: Buffer) => {
    const { messages, rest } = splitMessages(Buffer.concat([buffered, chunk]));
    buffered = Buffer.from(rest);
    for (const message of messages) take(message);
  };
  socket.on("data", onData);
  return () => socket.off("data", onData);
}

function respond(client: Client, { type, data }: Message, state: State): void {
  const answer = (bytes: Buffer) => client.socket.write(packetsOf(packetTypes.answer, bytes));
  const refusing = (quoting: string, work: () => Buffer | undefined) => {
    try {
      const bytes = work();
      if (bytes) answer(bytes);
    } catch (error) {
      if (!(error instanceof SqlErrors)) throw error;
      answer(errorAnswer(error.numbers, quoting));
    }
  };
  if (type === packetTypes.login) {
    const login = loginOf(data);
    refusing(login.username, () => {
      checkLogin(login, state.catalog);
      client.login = login;
      state.logins.push(login.username);
      return loginAnswer();
    });
    return;
  }
  const statement = type === packetTypes.rpc ? callOf(data) : batchOf(data);
  refusing(JSON.stringify(statement), () => execute(client, statement, state));
}

/** Several errors at once, as a login to a database that is not there gets. */
class SqlErrors extends Error {
  readonly numbers: readonly number[];

  constructor(numbers: readonly number[]) {
    super(`Errors ${numbers.join(", ")}`);
    this.numbers = numbers;
  }
}

function checkLogin({ username, password, database }: Login, catalog: Catalog): void {
  const contained = catalog.databases.get(database)?.users.get(username)?.password;
  if (contained !== undefined) {
    if (contained !== password) throw new SqlErrors([18_456]);
    return;
  }
  const login = catalog.logins.get(username);
  if (!login) throw new SqlErrors([18_456]);
  if (login.locked) throw new SqlErrors([18_486]);
  if (login.password !== password) throw new SqlErrors([18_456]);
  if (login.disabled) throw new SqlErrors([18_470]);
  if (login.expired) throw new SqlErrors([18_487]);
  if (!catalog.databases.has(database)) throw new SqlErrors([4_060, 18_456]);
}

/** @returns undefined where no answer is to come */
function execute(client: Client, statement: ClientStatement, state: State): Buffer | undefined {
  const { login } = client;
  if (!login) throw new SqlErrors([18_456]);
  // What the driver sets right after the login, and the engine.
  if (/^set /i.test(statement.text)) return rowsAnswer([]);
  const { text, parameters, database } = innermost(statement, login.database);
  const failure = state.failures.findIndex(({ beginning }) => text.trim().startsWith(beginning));
  if (failure >= 0) throw new SqlErrors(state.failures.splice(failure, 1).flatMap(({ numbers }) => numbers));
  const rows = state.catalog.answer(text, parameters, database, login.username);
  if (rows) return rowsAnswer(rows);
  const cut = state.cut?.statement === state.changes.length ? state.cut.moment : undefined;
  state.changes.push(text);
  if (cut === "never answered") return undefined;
  if (cut !== "before") change(state.catalog, text, database, login.username);
  if (cut === undefined) return rowsAnswer([]);
  state.cut = undefined;
  client.socket.destroy();
  return undefined;
}

function change(catalog: Catalog, text: string, database: string, as: string): void {
  try {
    define(catalog, text, database, as);
  } catch (error) {
    if (error instanceof SqlError) throw new SqlErrors([error.number]);
    throw error;
  }
}

/** What a statement that is run by another database's sp_executesql says, and where. */
function innermost(
  { text, parameters }: ClientStatement,
  database: string,
): ClientStatement & { database: string } {
  const [, other] = /^EXEC \[((?:[^\]]|\]\])+)\]\.sys\.sp_executesql @statement\b/.exec(text) ?? [];
  if (other === undefined) return { text, parameters, database };
  const { statement = "", ...rest } = parameters;
  return { text: statement, parameters: rest, database: other.replaceAll("]]", "]") };
}

/** For tests without a connection: runs a statement right on the catalogue. */
export function runOn(catalog: Catalog, as = "sa") {
  return async (statement: {
    text: string;
    database?: string;
    parameters?: Readonly<Record<string, string>>;
  }): Promise<Row[]> => {
    const { text, database = "master", parameters = {} } = statement;
    const rows = catalog.answer(text, parameters, database, as);
    if (!rows) define(catalog, text, database, as);
    return rows ?? [];
  };
}
