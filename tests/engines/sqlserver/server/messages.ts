import type { Row } from "../../../../shared/rotation/engines/sqlserver/statement.ts";

/** What a client says of itself when it logs in. */
export interface Login {
  username: string;
  password: string;
  database: string;
}

/** A statement that a client sends, with the values of its parameters. */
export interface ClientStatement {
  text: string;
  parameters: Record<string, string>;
}

/** MS-TDS, 2.2.6.5: version and encryption are all that this client looks at. */
export function preloginAnswer(encryption: "on" | "not supported" | "required"): Buffer {
  const value = { on: 1, "not supported": 2, required: 3 }[encryption];
  const options = Buffer.from([0, 0, 11, 0, 6, 1, 0, 17, 0, 1, 0xff]);
  return Buffer.concat([options, Buffer.from([16, 0, 0, 0, 0, 0, value])]);
}

/** MS-TDS, 2.2.6.4: the password is hidden from nobody, each byte's halves changed and inverted. */
export function loginOf(data: Buffer): Login {
  const field = (at: number) => {
    const offset = data.readUInt16LE(at);
    return data.subarray(offset, offset + 2 * data.readUInt16LE(at + 2));
  };
  const hidden = Buffer.from(field(44));
  const shown = hidden.map((byte) => {
    const plain = byte ^ 0xa5;
    return ((plain & 0x0f) << 4) | (plain >> 4);
  });
  return {
    username: field(40).toString("ucs2"),
    password: Buffer.from(shown).toString("ucs2"),
    database: field(68).toString("ucs2"),
  };
}

/** The text of a batch, after the headers that every request begins with. */
export function batchOf(data: Buffer): ClientStatement {
  return { text: data.subarray(data.readUInt32LE(0)).toString("ucs2"), parameters: {} };
}

/** A call of sp_executesql, MS-TDS 2.2.6.6: the statement, the parameters' definitions, the parameters. */
export function callOf(data: Buffer): ClientStatement {
  // Headers, the mark of a procedure's number, the number, the options.
  let offset = data.readUInt32LE(0) + 6;
  const values: { name: string; value: string }[] = [];
  while (offset < data.length) {
    const nameBytes = 2 * (data[offset] ?? 0);
    const name = data.toString("ucs2", offset + 1, offset + 1 + nameBytes);
    // The name, the status, the type nvarchar, its length, the collation.
    offset += 1 + nameBytes + 2;
    const long = data.readUInt16LE(offset) === 0xffff;
    offset += 2 + 5;
    const { value, end } = long ? longText(data, offset + 8) : shortText(data, offset);
    values.push({ name: name.replace("@", ""), value });
    offset = end;
  }
  const [statement, , ...parameters] = values;
  return {
    text: statement?.value ?? "",
    parameters: Object.fromEntries(parameters.map(({ name, value }) => [name, value])),
  };
}

function shortText(data: Buffer, at: number): { value: string; end: number } {
  const end = at + 2 + data.readUInt16LE(at);
  return { value: data.toString("ucs2", at + 2, end), end };
}

function longText(data: Buffer, at: number): { value: string; end: number } {
  const parts: Buffer[] = [];
  let offset = at;
  for (let length = data.readUInt32LE(offset); length > 0; length = data.readUInt32LE(offset)) {
    parts.push(data.subarray(offset + 4, offset + 4 + length));
    offset += 4 + length;
  }
  return { value: Buffer.concat(parts).toString("ucs2"), end: offset + 4 };
}

/** The answer to a login that is taken. */
export function loginAnswer(): Buffer {
  const body = Buffer.concat([
    Buffer.from([1, 0x74, 0, 0, 4]),
    shortName("Microsoft SQL Server"),
    Buffer.from([16, 0, 0, 0]),
  ]);
  return Buffer.concat([token(0xad, body), done(false)]);
}

/** The answer to a statement that succeeds. */
export function rowsAnswer(rows: readonly Row[]): Buffer {
  const [first] = rows;
  if (!first) return done(false);
  const columns = Object.keys(first).map((name) => ({
    name,
    bit: rows.some((row) => typeof row[name] === "boolean"),
  }));
  const count = Buffer.alloc(2);
  count.writeUInt16LE(columns.length);
  return Buffer.concat([
    Buffer.from([0x81]),
    count,
    ...columns.map(({ name, bit }) =>
      Buffer.concat([
        Buffer.alloc(6),
        bit ? Buffer.from([0x68, 1]) : Buffer.from([0xe7, 0x40, 0x1f, 9, 4, 0xd0, 0, 0x34]),
        shortName(name),
      ]),
    ),
    ...rows.map((row) =>
      Buffer.concat([Buffer.from([0xd1]), ...columns.map(({ name, bit }) => bytesOf(row[name], bit))]),
    ),
    done(false),
  ]);
}

/** The answer to what fails, by the errors' numbers. */
export function errorAnswer(numbers: readonly number[], quoting: string): Buffer {
  return Buffer.concat([
    ...numbers.map((number) => {
      const head = Buffer.alloc(6);
      head.writeUInt32LE(number);
      head[4] = 1;
      head[5] = 14;
      const message = Buffer.from(`It failed near: ${quoting}`, "ucs2");
      const length = Buffer.alloc(2);
      length.writeUInt16LE(message.length / 2);
      const body = Buffer.concat([
        head,
        length,
        message,
        shortName("server"),
        shortName(""),
        Buffer.alloc(4),
      ]);
      return token(0xaa, body);
    }),
    done(true),
  ]);
}

function bytesOf(value: unknown, bit: boolean): Buffer {
  if (bit) return typeof value === "boolean" ? Buffer.from([1, value ? 1 : 0]) : Buffer.from([0]);
  if (typeof value !== "string") return Buffer.from([0xff, 0xff]);
  const text = Buffer.from(value, "ucs2");
  const length = Buffer.alloc(2);
  length.writeUInt16LE(text.length);
  return Buffer.concat([length, text]);
}

function token(type: number, body: Buffer): Buffer {
  const head = Buffer.alloc(3);
  head[0] = type;
  head.writeUInt16LE(body.length, 1);
  return Buffer.concat([head, body]);
}

function shortName(name: string): Buffer {
  return Buffer.concat([Buffer.from([name.length]), Buffer.from(name, "ucs2")]);
}

function done(failed: boolean): Buffer {
  const bytes = Buffer.alloc(13);
  bytes[0] = 0xfd;
  bytes[1] = failed ? 2 : 0;
  return bytes;
}
