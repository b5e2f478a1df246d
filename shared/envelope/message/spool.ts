import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { writeAll } from "../files/write-all.ts";
import type { ByteReader } from "./byte-reader.ts";

/** Bytes that are kept on disk while they are read, to be read once more. */
export interface Spooled {
  /** Reads on, and keeps what it reads. */
  reader: ByteReader;
  /** What was kept, from its beginning. */
  read(): AsyncGenerator<Buffer, void, undefined>;
  close(): Promise<void>;
}

/** Bytes that are read at once. */
const pieceLength = 1_048_576;

/**
 * Keeps all that a reader gives in a file that has no name any more, in the folder for temporary files: nobody else opens it, and it
 * goes with this process.
 */
export async function spool(source: ByteReader): Promise<Spooled> {
  const folder = await mkdtemp(path.join(tmpdir(), "rekey-"));
  const file = await open(path.join(folder, "message"), "wx+", 0o600).finally(() =>
    rm(folder, { recursive: true, force: true }),
  );
  let length = 0;
  async function keep(bytes: Buffer): Promise<void> {
    await writeAll(file, bytes);
    length += bytes.length;
  }
  return {
    reader: {
      ...source,
      async next(limit) {
        const bytes = await source.next(limit);
        if (bytes) await keep(bytes);
        return bytes;
      },
    },
    async *read() {
      const piece = Buffer.allocUnsafeSlow(Math.min(pieceLength, length));
      for (let position = 0; position < length; ) {
        const { bytesRead } = await file.read(piece, 0, piece.length, position);
        if (bytesRead === 0) return;
        position += bytesRead;
        yield piece.subarray(0, bytesRead);
      }
    },
    close: () => file.close(),
  };
}
