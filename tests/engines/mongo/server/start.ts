import { once } from "node:events";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import { Binary, type Document } from "mongodb";
import { makeCertificate } from "../../../../local/certificates.ts";
import { type Conversation, type Mechanism, startConversation } from "./scram.ts";
import { CommandError, type ServerUser, Users } from "./users.ts";
import { answerTo, type Request, splitRequests } from "./wire.ts";

/** How to start a server. */
export interface MongoServerOptions {
  /** The host name that the certificate is for; none for a server without TLS. */
  certificateFor?: string;
  /** The ways of Amazon DocumentDB before 5.0.1: users in admin alone, no restrictions, SCRAM-SHA-1 alone. */
  documentDb?: boolean;
  /** The other members of a replica set that it says it belongs to. */
  members?: string[];
  /** The newest version of the protocol that it speaks; 21 is MongoDB 7.0. */
  wireVersion?: number;
}

/** What goes wrong at which command: the connection is cut before or after it is done, or no answer comes. */
export interface Cut {
  command: string;
  moment: "before" | "after" | "never answered";
}

/**
 * A server that speaks as much of MongoDB's protocol as a rotation needs: hello, login by SCRAM, ping and the commands
 * for users. The driver is the real one, and really logs in, is refused, and finds its changes again.
 */
export interface RunningMongo {
  host: "localhost";
  port: number;
  /** PEM of the authority that signed the certificate; empty without TLS. */
  caPem: string;
  users: Users;
  superuser: { username: string; password: string };
  /** The commands for users that were done, by name. */
  done: string[];
  /** The logins, by user and mechanism. */
  logins: string[];
  /** What goes wrong at the next such command. */
  cutAt(cut: Cut | undefined): void;
  /** Answers the next such command with an error. */
  failWith(command: string, code: number): void;
  stop(): Promise<void>;
}

/** Starts a server on a free port. */
export async function startMongo(options: MongoServerOptions = {}): Promise<RunningMongo> {
  const { documentDb = false, certificateFor } = options;
  const users = new Users(documentDb);
  const superuser = { username: "root", password: "superuser-kP7w2Xq" };
  users.put("admin", superuser.username, {
    pwd: superuser.password,
    roles: [{ role: "root", db: "admin" }],
  });
  const certificate = certificateFor ? await makeCertificate(certificateFor) : undefined;
  const state: State = { users, options, done: [], logins: [], cut: undefined, failures: new Map() };
  const sockets = new Set<Socket>();
  const serve = (socket: Socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    serveClient(socket, state);
  };
  const server: Server = certificate
    ? createTlsServer({ cert: certificate.certPem, key: certificate.keyPem }, serve)
    : createServer(serve);
  // A client that does not like the certificate hangs up.
  server.on("tlsClientError", () => {});
  server.listen(0, "localhost");
  await once(server, "listening");
  return {
    host: "localhost",
    port: (server.address() as AddressInfo).port,
    caPem: certificate?.caPem ?? "",
    users,
    superuser,
    done: state.done,
    logins: state.logins,
    cutAt: (cut) => {
      state.cut = cut;
    },
    failWith: (command, code) => {
      state.failures.set(command, code);
    },
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}

interface State {
  users: Users;
  options: MongoServerOptions;
  done: string[];
  logins: string[];
  cut: Cut | undefined;
  failures: Map<string, number>;
}

interface Client {
  conversation?: Conversation & { database: string };
  user?: ServerUser;
}

function serveClient(socket: Socket, state: State): void {
  const client: Client = {};
  let buffered = Buffer.alloc(0);
  socket.on("error", () => {});
  socket.on("data", (chunk) => {
    try {
      const { requests, rest } = splitRequests(Buffer.concat([buffered, chunk]));
      buffered = Buffer.from(rest);
      for (const request of requests) respond(socket, client, request, state);
    } catch {
      socket.destroy();
    }
  });
}

function respond(socket: Socket, client: Client, request: Request, state: State): void {
  const [name = ""] = Object.keys(request.command);
  const cut = state.cut?.command === name ? state.cut.moment : undefined;
  if (cut) state.cut = undefined;
  if (cut === "never answered") return;
  if (cut === "before") {
    socket.destroy();
    return;
  }
  const answer = answerOf(client, request, name, state);
  if (cut === "after") socket.destroy();
  else socket.write(answerTo(request, answer));
}

function answerOf(client: Client, request: Request, name: string, state: State): Document {
  try {
    return { ...execute(client, request, name, state), ok: 1 };
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    // A real server quotes what it was told.
    const errmsg = `${error.message}: ${JSON.stringify(request.command)}`;
    return { ok: 0, errmsg, code: error.code, codeName: `Code${error.code}` };
  }
}

function execute(client: Client, { database, command }: Request, name: string, state: State): Document {
  const failure = state.failures.get(name);
  if (failure !== undefined) {
    state.failures.delete(name);
    throw new CommandError(failure, "The test said so");
  }
  switch (name) {
    case "hello":
    case "ismaster":
    case "isMaster":
      return hello(command, state);
    case "saslStart":
      return startLogin(client, database, command, state);
    case "saslContinue":
      return finishLogin(client, command, state);
    case "endSessions":
      return {};
  }
  if (!client.user) throw new CommandError(13, `Command ${name} requires authentication`);
  if (name === "ping") return {};
  if (!/^(createUser|updateUser|usersInfo)$/.test(name)) {
    throw new CommandError(59, `no such command: '${name}'`);
  }
  const answer = state.users.run(database, command, client.user);
  state.done.push(name);
  return answer;
}

function hello(command: Document, { users, options }: State): Document {
  const [, database = "", username = ""] = /^([^.]*)\.(.*)$/.exec(command.saslSupportedMechs ?? "") ?? [];
  const mechanisms = Object.keys(users.find(database, username)?.verifiers ?? {});
  return {
    helloOk: true,
    isWritablePrimary: true,
    ismaster: true,
    maxBsonObjectSize: 16_777_216,
    maxMessageSizeBytes: 48_000_000,
    maxWriteBatchSize: 100_000,
    localTime: new Date(),
    logicalSessionTimeoutMinutes: 30,
    connectionId: 1,
    minWireVersion: 0,
    maxWireVersion: options.wireVersion ?? (options.documentDb ? 13 : 21),
    readOnly: false,
    ...(options.members
      ? { setName: "rs0", setVersion: 1, secondary: false, hosts: options.members, me: options.members[0] }
      : {}),
    ...(!options.documentDb && mechanisms.length > 0 ? { saslSupportedMechs: mechanisms } : {}),
  };
}

function startLogin(client: Client, database: string, command: Document, state: State): Document {
  const { users, options } = state;
  const mechanism: Mechanism = command.mechanism;
  if (options.documentDb && mechanism !== "SCRAM-SHA-1")
    throw new CommandError(-301, "Unsupported mechanism");
  const conversation = startConversation(
    mechanism,
    text(command.payload),
    (username) => users.find(database, username)?.verifiers[mechanism],
  );
  if (!conversation) throw new CommandError(18, "Authentication failed.");
  client.conversation = { ...conversation, database };
  return { conversationId: 1, done: false, payload: bytes(conversation.serverFirst) };
}

function finishLogin(client: Client, command: Document, { users, logins }: State): Document {
  const { conversation } = client;
  const last = conversation?.finish(text(command.payload));
  if (!conversation || !last) throw new CommandError(18, "Authentication failed.");
  const user = users.find(conversation.database, conversation.username);
  if (user) client.user = user;
  logins.push(`${conversation.database}.${conversation.username} by ${conversation.mechanism}`);
  return { conversationId: 1, done: true, payload: bytes(last) };
}

function text(payload: Binary): string {
  return Buffer.from(payload.value()).toString("utf8");
}

function bytes(value: string): Binary {
  return new Binary(Buffer.from(value));
}
