import { once } from "node:events";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import { makeCertificate } from "../../../local/certificates.ts";

/** How to start a listener. */
export interface ListenerOptions {
  /** The host name that the certificate is for; none for a listener without TLS. */
  certificateFor?: string;
  /** What it does with a connect packet: refuse with an error number, say nothing, or hang up. */
  answer: number | "nothing" | "hang up";
}

/** A TNS listener that lets nobody through to a database: what it says comes before any login. */
export interface RunningListener {
  host: "localhost";
  port: number;
  /** PEM of the authority that signed the certificate; empty without TLS. */
  caPem: string;
  /** The connect descriptors that clients sent. */
  descriptors: string[];
  stop(): Promise<void>;
}

/** Starts a listener on a free port. */
export async function startListener({ certificateFor, answer }: ListenerOptions): Promise<RunningListener> {
  const certificate = certificateFor ? await makeCertificate(certificateFor) : undefined;
  const descriptors: string[] = [];
  const sockets = new Set<Socket>();
  const serve = (socket: Socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => {});
    socket.on("data", (packet) => {
      // A TLS handshake has no such packet in it: a real listener hangs up.
      if (packet[4] !== connectPacket) {
        socket.destroy();
        return;
      }
      descriptors.push(/\(DESCRIPTION=.*$/.exec(packet.toString("latin1"))?.[0] ?? "");
      if (answer === "hang up") socket.destroy();
      else if (answer !== "nothing") socket.end(refusal(answer));
    });
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
    descriptors,
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}

const connectPacket = 1;
const refusePacket = 4;

function refusal(number: number): Buffer {
  const text = Buffer.from(`(DESCRIPTION=(TMP=)(VSNNUM=318767104)(ERR=${number}))`);
  const packet = Buffer.alloc(12 + text.length);
  packet.writeUInt16BE(packet.length, 0);
  packet[4] = refusePacket;
  packet.writeUInt16BE(text.length, 10);
  text.copy(packet, 12);
  return packet;
}
