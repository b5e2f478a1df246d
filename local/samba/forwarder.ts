import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import getPort from "get-port";

/** A port of localhost whose connections go on to another address. */
export interface Forwarder {
  port: number;
  stop(): Promise<void>;
}

/** Forwards a free port of localhost, for a server that cannot be told its own. */
export async function startForwarder(target: { host: string; port: number }): Promise<Forwarder> {
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(target);
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(socket);
      socket.on("error", () => other.destroy());
      socket.on("close", () => sockets.delete(socket));
      socket.pipe(other);
    }
  });
  const port = await getPort();
  server.listen(port, "localhost");
  await once(server, "listening");
  return {
    port,
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}
