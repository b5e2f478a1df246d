import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** When a connection breaks: before a message has reached the server, or when its answer is on the way back. */
export type Cut = "before the message" | "before the answer";

/** A way to a database server that breaks. */
export interface CuttingProxy {
  port: number;
  /** Cuts the next connection at a message of its client; the first is 1. */
  cutNext(message: number, cut: Cut): void;
  /** Whether the connection was cut since: there may not have been so many messages. */
  wasCut(): boolean;
  stop(): Promise<void>;
}

/** Passes connections on to a port of this machine. The driver sends each message when the last one is answered. */
export async function startCuttingProxy(serverPort: number): Promise<CuttingProxy> {
  let armed: { message: number; cut: Cut } | undefined;
  let wasCut = false;
  const open = new Set<Socket>();

  const server = createServer((client) => {
    const upstream = connect(serverPort, "localhost");
    const mine = armed;
    armed = undefined;
    let messages = 0;
    const cutBoth = () => {
      wasCut = true;
      client.resetAndDestroy();
      upstream.resetAndDestroy();
    };
    for (const socket of [client, upstream]) {
      open.add(socket);
      socket.on("close", () => open.delete(socket));
      // What one side suffers, the other is told by the end of its own connection.
      socket.on("error", () => {});
    }
    client.on("data", (sent) => {
      messages += 1;
      if (messages === mine?.message && mine.cut === "before the message") cutBoth();
      else upstream.write(sent);
    });
    upstream.on("data", (answer) => {
      if (messages === mine?.message) cutBoth();
      else client.write(answer);
    });
    client.on("end", () => upstream.end());
    upstream.on("end", () => client.end());
  });
  const { promise: listening, resolve, reject } = Promise.withResolvers<void>();
  server.once("error", reject).listen(0, "localhost", resolve);
  await listening;
  return {
    port: (server.address() as AddressInfo).port,
    cutNext: (message, cut) => {
      armed = { message, cut };
      wasCut = false;
    },
    wasCut: () => wasCut,
    stop: async () => {
      for (const socket of open) socket.destroy();
      await new Promise((closed) => server.close(closed));
    },
  };
}
