import type { Client } from "pg";

/**
 * Makes a connection fail where the driver meets what it does not know: it throws from a socket's event then, which
 * nobody can catch and which would end the process. To be called before the client connects.
 */
export function guardStream({ connection }: Client, tls: boolean): void {
  // With TLS the first answer is read outside the protocol, and the stream is another one afterwards.
  connection.once(tls ? "sslconnect" : "connect", () => {
    const { stream } = connection;
    for (const listener of stream.listeners("data")) {
      stream.off("data", listener as (bytes: Buffer) => void);
      stream.on("data", (bytes: Buffer) => {
        try {
          listener.call(stream, bytes);
        } catch (error) {
          stream.destroy(error instanceof Error ? error : new Error("The answer cannot be read."));
        }
      });
    }
  });
}
