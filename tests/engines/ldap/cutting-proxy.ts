import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import { createSecureContext, TLSSocket } from "node:tls";
import getPort from "get-port";
import { BerReader } from "ldapts";

/** LDAP's requests and their last answers, by their tags (RFC 4511). */
const requestNames: Readonly<Record<number, string>> = {
  96: "bind",
  66: "unbind",
  99: "search",
  102: "modify",
  119: "extended",
};
const lastAnswers = [0x61, 0x65, 0x67, 0x78];
const startTls = Buffer.from("1.3.6.1.4.1.1466.20037");

/** An operation that the server offers, and one that nobody has: what stands for it where a proxy hides it. */
const hiddenOid = { from: "1.3.6.1.4.1.4203.1.11.1", to: "1.3.6.1.4.1.4203.1.11.9" };

/** Where a connection is cut. */
export interface Cut {
  /** The number of the request on its connection, from 1. */
  request: number;
  /** Before the request reaches the server, or before its answer reaches the client. */
  when: "before" | "after";
}

/** A proxy in front of a directory that sees the requests, although the client's connection is encrypted. */
export interface CuttingProxy {
  port: number;
  /** The requests of each connection so far, by name. */
  connections: string[][];
  /** The first thing that came in clear on each connection. */
  inClear: Buffer[];
  /** Cuts every connection so from now on; none where undefined. */
  cut(at: Cut | undefined): void;
  /** Ends the connections that there are. */
  hangUp(): void;
  /** Whether the server seems not to have Password Modify. */
  hidePasswordModify(hide: boolean): void;
  stop(): Promise<void>;
}

interface ProxyState {
  cutAt: Cut | undefined;
  hide: boolean;
}

/**
 * Starts a proxy that ends the client's TLS itself.
 *
 * @param mode whether clients begin with TLS, or ask for it by StartTLS
 * @param upstream where the server takes LDAP, and whether over TLS
 */
export async function startCuttingProxy(
  mode: "ldaps" | "starttls",
  certificate: { certPem: string; keyPem: string },
  upstream: { port: number; tls: boolean },
): Promise<CuttingProxy> {
  const secureContext = createSecureContext({ cert: certificate.certPem, key: certificate.keyPem });
  const sockets = new Set<Socket>();
  const connections: string[][] = [];
  const inClear: Buffer[] = [];
  const state: ProxyState = { cutAt: undefined, hide: false };

  const hangUp = () => {
    for (const socket of sockets) socket.destroy();
    sockets.clear();
  };
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    const seen: string[] = [];
    connections.push(seen);
    const serve = (client: Socket) => relay(client, upstream, sockets, seen, state);
    const secured = () => new TLSSocket(socket, { isServer: true, secureContext });
    if (mode === "ldaps") return serve(secured());
    socket.once("data", (first: Buffer) => {
      inClear.push(first);
      if (!first.includes(startTls)) return socket.destroy();
      socket.write(Buffer.from("300c02010278070a010004000400", "hex"), () => serve(secured()));
    });
  });
  const port = await getPort();
  server.listen(port, "localhost");
  await once(server, "listening");
  return {
    port,
    connections,
    inClear,
    cut: (at) => {
      state.cutAt = at;
    },
    hidePasswordModify: (hide) => {
      state.hide = hide;
    },
    hangUp,
    stop: async () => {
      hangUp();
      server.close();
      await once(server, "close");
    },
  };
}

function relay(
  client: Socket,
  upstream: { port: number; tls: boolean },
  sockets: Set<Socket>,
  seen: string[],
  state: ProxyState,
): void {
  const raw = connect({ port: upstream.port, host: "localhost" });
  // The proxy stands beside the server: whose certificate that one has is another test's matter.
  const server = upstream.tls ? new TLSSocket(raw, { rejectUnauthorized: false }) : raw;
  for (const socket of [client, server, raw]) {
    sockets.add(socket);
    socket.setNoDelay();
    socket.on("error", () => {});
    socket.on("close", hangUp);
  }
  function hangUp() {
    client.destroy();
    server.destroy();
  }
  onMessage(client, (message, tag) => {
    seen.push(requestNames[tag] ?? String(tag));
    const cut = state.cutAt;
    if (cut?.when === "before" && cut.request === seen.length) return hangUp();
    server.write(message);
  });
  onMessage(server, (message, tag) => {
    const cut = state.cutAt;
    const here = cut?.request === seen.length && lastAnswers.includes(tag);
    if (here && cut.when === "after") return hangUp();
    client.write(state.hide ? hidden(message) : message);
  });
}

function hidden(message: Buffer): Buffer {
  return Buffer.from(message.toString("latin1").replace(hiddenOid.from, hiddenOid.to), "latin1");
}

/** Calls back for each whole LDAP message with its operation's tag. */
function onMessage(socket: Socket, callback: (message: Buffer, tag: number) => void): void {
  let buffer = Buffer.alloc(0);
  socket.on("data", (chunk: Buffer) => {
    buffer = Buffer.concat([buffer, chunk]);
    for (;;) {
      const reader = new BerReader(buffer);
      if (reader.readSequence() === null || reader.remain < reader.length) return;
      const length = reader.offset + reader.length;
      reader.readInt();
      const message = buffer.subarray(0, length);
      buffer = buffer.subarray(length);
      callback(message, reader.peek() ?? 0);
    }
  });
}
