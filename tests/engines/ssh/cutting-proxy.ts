import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import getPort from "get-port";

/** Where connections are cut: after so many pieces that came from one side, the last of which still gets through. */
export interface Cut {
  from: "client" | "server";
  pieces: number;
}

/** A proxy in front of a server whose connections can be cut. What goes through is encrypted: pieces are all it sees. */
export interface CuttingProxy {
  port: number;
  /** How many pieces came from each side since cut() was called last, and whether a connection was cut. */
  seen: { client: number; server: number; cut: boolean };
  /** Cuts so from now on; not at all where undefined. */
  cut(at: Cut | undefined): void;
  /** Whether connections are refused. */
  refuse(refused: boolean): void;
  stop(): Promise<void>;
}

/** Starts a proxy on a free port of localhost in front of another port of it. */
export async function startCuttingProxy(target: number): Promise<CuttingProxy> {
  const sockets = new Set<Socket>();
  const seen: CuttingProxy["seen"] = { client: 0, server: 0, cut: false };
  let cutAt: Cut | undefined;
  let refused = false;
  const server = createServer((client) => {
    client.on("error", () => {});
    if (refused) return client.destroy();
    const upstream = connect({ port: target, host: "localhost" });
    const hangUp = () => {
      client.end();
      upstream.end();
    };
    for (const [from, socket, other] of [
      ["client", client, upstream],
      ["server", upstream, client],
    ] as const) {
      sockets.add(socket);
      socket.setNoDelay();
      socket.on("error", () => {});
      socket.on("close", () => {
        sockets.delete(socket);
        other.destroy();
      });
      socket.on("data", (piece: Buffer) => {
        if (seen.cut) return;
        seen[from] += 1;
        other.write(piece);
        if (cutAt?.from !== from || cutAt.pieces !== seen[from]) return;
        seen.cut = true;
        hangUp();
      });
    }
  });
  const port = await getPort();
  server.listen(port, "localhost");
  await once(server, "listening");
  return {
    port,
    seen,
    cut: (at) => {
      cutAt = at;
      Object.assign(seen, { client: 0, server: 0, cut: false });
    },
    refuse: (value) => {
      refused = value;
    },
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}
