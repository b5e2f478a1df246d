import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/**
 * When to cut the connection that carries a statement: before it has reached the server, after it was done there,
 * or in between, where the server does it to its end before it sees that nobody is there any more.
 */
export type Cut = "before the statement" | "after the statement" | "before the answer";

/** A way to a database server that breaks. */
export interface CuttingProxy {
  port: number;
  /** Cuts the next connection on which the client sends the text, once. */
  cutNext(text: string, cut: Cut): void;
  /** How many connections were cut so far. */
  cuts(): number;
  stop(): Promise<void>;
}

/** Passes connections on to a port of this machine; it reads along, and so needs connections without TLS. */
export async function startCuttingProxy(serverPort: number): Promise<CuttingProxy> {
  let armed: { text: string; cut: Cut } | undefined;
  let cuts = 0;
  const open = new Set<Socket>();

  const server = createServer((client) => {
    const upstream = connect(serverPort, "localhost");
    let answerIsLost = false;
    const cutBoth = () => {
      cuts += 1;
      client.resetAndDestroy();
      upstream.destroy();
    };
    for (const socket of [client, upstream]) {
      open.add(socket);
      socket.on("close", () => open.delete(socket));
      // What one side suffers, the other is told by the end of its own connection.
      socket.on("error", () => {});
    }
    client.on("data", (sent) => {
      if (!armed || !sent.includes(armed.text)) return upstream.write(sent);
      const { cut } = armed;
      armed = undefined;
      if (cut === "before the statement") return cutBoth();
      answerIsLost = true;
      upstream.write(sent);
      if (cut === "after the statement") {
        cuts += 1;
        client.resetAndDestroy();
        upstream.end();
      }
    });
    upstream.on("data", (answer) => {
      if (!answerIsLost) client.write(answer);
      else if (!client.destroyed) cutBoth();
    });
    client.on("end", () => upstream.end());
    upstream.on("end", () => client.end());
  });
  const { promise: listening, resolve, reject } = Promise.withResolvers<void>();
  server.once("error", reject).listen(0, "localhost", resolve);
  await listening;
  return {
    port: (server.address() as AddressInfo).port,
    cutNext: (text, cut) => {
      armed = { text, cut };
    },
    cuts: () => cuts,
    stop: async () => {
      for (const socket of open) socket.destroy();
      await new Promise((closed) => server.close(closed));
    },
  };
}
