import { once } from "node:events";
import { type AddressInfo, createConnection, createServer, type Socket } from "node:net";

/** Where a connection is cut: before its nth command reaches the server, or after, before the answer comes back. */
export interface Cut {
  command: number;
  when: "before" | "after";
}

/** A proxy for clear-text connections that can cut them between two commands. */
export interface CuttingProxy {
  port: number;
  /** How many commands the last connection sent. */
  commands(): number;
  /** Cuts the next connections there; undefined cuts none. */
  cutAt(cut: Cut | undefined): void;
  stop(): Promise<void>;
}

/**
 * Starts a proxy. A client that waits for each answer begins a command with its first bytes after one.
 *
 * @param port where the server listens, on loopback
 */
export async function startCuttingProxy(port: number): Promise<CuttingProxy> {
  const open = new Set<Socket>();
  let cut: Cut | undefined;
  let commands = 0;
  const server = createServer((client) => {
    const upstream = createConnection({ port, host: "127.0.0.1" });
    let sent = 0;
    let answered = true;
    const end = () => {
      client.destroy();
      upstream.destroy();
    };
    for (const socket of [client, upstream]) {
      open.add(socket);
      socket.on("error", end);
      socket.on("close", () => {
        open.delete(socket);
        end();
      });
    }
    client.on("data", (bytes) => {
      if (answered) sent += 1;
      answered = false;
      commands = sent;
      if (cut?.when === "before" && cut.command === sent) end();
      else upstream.write(bytes);
    });
    upstream.on("data", (bytes) => {
      answered = true;
      if (cut?.when === "after" && cut.command === sent) end();
      else client.write(bytes);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    commands: () => commands,
    cutAt: (next) => {
      cut = next;
    },
    stop: async () => {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}

/** Every place at which a connection of so many commands can be cut. */
export function cutsOf(commands: number): Cut[] {
  return Array.from({ length: commands }, (_, index) => index + 1).flatMap((command) => [
    { command, when: "before" as const },
    { command, when: "after" as const },
  ]);
}
