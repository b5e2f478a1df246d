import { BSON, type Document } from "mongodb";

/** A request of a client: a command for a database, and how the answer must be framed. */
export interface Request {
  id: number;
  kind: "query" | "message";
  database: string;
  command: Document;
}

const headerBytes = 16;
const opReply = 1;
const opQuery = 2004;
const opMsg = 2013;

/** MongoDB's wire protocol: OP_QUERY, with which drivers say hello, and OP_MSG, with which they say everything else. */
export function splitRequests(buffered: Buffer): { requests: Request[]; rest: Buffer } {
  const requests: Request[] = [];
  let rest = buffered;
  if (buffered.length >= headerBytes) checkOpcode(buffered);
  while (rest.length >= headerBytes && rest.length >= rest.readInt32LE(0)) {
    const length = rest.readInt32LE(0);
    requests.push(requestOf(rest.subarray(0, length)));
    rest = rest.subarray(length);
  }
  return { requests, rest };
}

function requestOf(frame: Buffer): Request {
  const id = frame.readInt32LE(4);
  const code = frame.readInt32LE(12);
  if (code === opQuery) {
    const nameEnd = frame.indexOf(0, headerBytes + 4);
    const [database = ""] = frame.toString("utf8", headerBytes + 4, nameEnd).split(".$cmd");
    return { id, kind: "query", database, command: documentAt(frame, nameEnd + 9) };
  }
  const command = documentAt(frame, headerBytes + 5);
  return { id, kind: "message", database: command.$db, command };
}

/** A TLS handshake, for example, has none: a real server hangs up at once, too. */
function checkOpcode(frame: Buffer): void {
  const code = frame.readInt32LE(12);
  if (code !== opQuery && code !== opMsg) throw new Error(`This server does not speak opcode ${code}.`);
}

function documentAt(frame: Buffer, offset: number): Document {
  const bytes = frame.subarray(offset, offset + frame.readInt32LE(offset));
  return BSON.deserialize(bytes, { promoteValues: false, promoteLongs: false });
}

/** The bytes of an answer. */
export function answerTo({ id, kind }: Request, answer: Document): Buffer {
  const body = Buffer.from(BSON.serialize(answer));
  // OP_REPLY: flags, cursor (8 bytes), first document, number of documents. OP_MSG: flags, section of kind 0.
  const prefix = Buffer.alloc(kind === "query" ? 20 : 5);
  if (kind === "query") prefix.writeInt32LE(1, 16);
  const header = Buffer.alloc(headerBytes);
  header.writeInt32LE(headerBytes + prefix.length + body.length, 0);
  header.writeInt32LE(id, 8);
  header.writeInt32LE(kind === "query" ? opReply : opMsg, 12);
  return Buffer.concat([header, prefix, body]);
}
