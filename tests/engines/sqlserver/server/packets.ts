/** The types of packets: MS-TDS, 2.2.3.1.1. */
export const packetTypes = { batch: 1, rpc: 3, answer: 4, attention: 6, login: 16, prelogin: 18 } as const;

const headerBytes = 8;
const packetBytes = 4_096;
const lastPacket = 1;

/** A message, put together of its packets. */
export interface Message {
  type: number;
  data: Buffer;
}

/** Cuts what came so far into messages: packets of one type, up to the one that is marked as the last. */
export function splitMessages(buffered: Buffer): { messages: Message[]; rest: Buffer } {
  const messages: Message[] = [];
  let rest = buffered;
  let parts: Buffer[] = [];
  let offset = 0;
  while (buffered.length - offset >= headerBytes) {
    const length = buffered.readUInt16BE(offset + 2);
    if (length < headerBytes || buffered.length - offset < length) break;
    parts.push(buffered.subarray(offset + headerBytes, offset + length));
    const type = buffered[offset] ?? 0;
    const last = ((buffered[offset + 1] ?? 0) & lastPacket) !== 0;
    offset += length;
    if (!last) continue;
    messages.push({ type, data: Buffer.concat(parts) });
    parts = [];
    rest = buffered.subarray(offset);
  }
  return { messages, rest };
}

/** The packets of a message. */
export function packetsOf(type: number, data: Buffer): Buffer {
  const packets: Buffer[] = [];
  const room = packetBytes - headerBytes;
  for (let offset = 0; offset === 0 || offset < data.length; offset += room) {
    const part = data.subarray(offset, offset + room);
    const header = Buffer.alloc(headerBytes);
    header[0] = type;
    header[1] = offset + room >= data.length ? lastPacket : 0;
    header.writeUInt16BE(headerBytes + part.length, 2);
    packets.push(header, part);
  }
  return Buffer.concat(packets);
}
