import type { Socket } from "node:net";
import { Duplex } from "node:stream";
import { TLSSocket } from "node:tls";
import { packetsOf, packetTypes, splitMessages } from "./packets.ts";

/** The first byte of a TLS record with data in it, after the handshake. */
const applicationData = 0x17;

/**
 * TLS as SQL Server speaks it: the handshake travels inside prelogin packets, one message for each flight; what comes
 * after it does not (MS-TDS, 3.3.5.2).
 */
export function secure(socket: Socket, certificate: { certPem: string; keyPem: string }): TLSSocket {
  let afterHandshake = false;
  let buffered = Buffer.alloc(0);
  let flight: Buffer[] = [];
  const records = new Duplex({
    read: () => {},
    write: (chunk: Buffer, _encoding, done) => {
      if (afterHandshake) {
        socket.write(chunk, done);
        return;
      }
      if (flight.length === 0) setImmediate(sendFlight);
      flight.push(chunk);
      done();
    },
    final: (done) => {
      socket.end();
      done();
    },
  });
  const sendFlight = () => {
    if (!socket.destroyed) socket.write(packetsOf(packetTypes.prelogin, Buffer.concat(flight)));
    flight = [];
  };
  socket.on("data", (chunk) => {
    afterHandshake ||= chunk[0] === applicationData && buffered.length === 0;
    if (afterHandshake) {
      records.push(chunk);
      return;
    }
    const { messages, rest } = splitMessages(Buffer.concat([buffered, chunk]));
    buffered = Buffer.from(rest);
    for (const { data } of messages) records.push(data);
  });
  socket.on("close", () => records.destroy());
  const secured = new TLSSocket(records, {
    isServer: true,
    cert: certificate.certPem,
    key: certificate.keyPem,
    maxVersion: "TLSv1.2",
  });
  secured.on("error", () => socket.destroy());
  return secured;
}
