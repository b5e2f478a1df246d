import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** When a connection breaks: before a message has reached the server, or when its answer is on the way back. */
export type Cut = "before the message" | "before the answer";

/** A way to a server that breaks. */
export interface CuttingProxy {
  port: number;
  /** Breaks at a message of a client; they are counted from here on, over all connections, and the first is 1. */
  cutAt(message: number, cut: Cut): void;
  /** Whether there were so many messages. To a farewell there is no answer: that one arrives all the same. */
  wasReached(): boolean;
  stop(): Promise<void>;
}

/** Passes connections on to a port of this machine. The driver sends each message when the last one is answered. */
export async function startCuttingProxy(serverPort: number): Promise<CuttingProxy> {
  const open = new Set<Socket>();
  let left = Number.POSITIVE_INFINITY;
  let cut: Cut = "before the message";

  const server = createServer((client) => {
    const upstream = connect(serverPort, "127.0.0.1");
    let cutAtAnswer = false;
    const cutBoth = () => {
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
      left -= 1;
      if (left === 0 && cut === "before the message") return cutBoth();
      cutAtAnswer = left === 0;
      upstream.write(sent);
    });
    upstream.on("data", (answer) => {
      if (cutAtAnswer) cutBoth();
      else client.write(answer);
    });
    client.on("end", () => upstream.end());
    upstream.on("end", () => client.end());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    cutAt: (message, when) => {
      left = message;
      cut = when;
    },
    wasReached: () => left <= 0,
    stop: async () => {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}
