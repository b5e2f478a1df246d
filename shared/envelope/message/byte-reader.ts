import { closeSource, iteratorOf, type Source } from "./source.ts";

/** Reads a source in lengths that the reader chooses. */
export interface ByteReader {
  /**
   * The next bytes, as they came and at most so many; undefined where the source ends. They are the reader's only until it
   * asks again: a source may read into the same memory.
   */
  next(limit: number): Promise<Buffer | undefined>;
  /** Gives bytes back, to be read next. */
  putBack(bytes: Buffer): void;
  /** Has the source close what it has open. */
  close(): Promise<void>;
}

/** Makes a reader of a source. */
export function readerOf(source: Source): ByteReader {
  const iterator = iteratorOf(source);
  const held: Buffer[] = [];

  return {
    async next(limit) {
      let bytes = held.pop();
      while (!bytes) {
        const { done, value } = await iterator.next();
        if (done) return undefined;
        if (value.byteLength > 0) bytes = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
      }
      if (bytes.length <= limit) return bytes;
      held.push(bytes.subarray(limit));
      return bytes.subarray(0, limit);
    },
    putBack(bytes) {
      if (bytes.length > 0) held.push(bytes);
    },
    close: () => closeSource(source, iterator),
  };
}

/** A copy of the next bytes: fewer than asked for only where the source ends. */
export async function take(reader: ByteReader, length: number): Promise<Buffer> {
  const taken = Buffer.alloc(length);
  let filled = 0;
  while (filled < length) {
    const bytes = await reader.next(length - filled);
    if (!bytes) break;
    filled += bytes.copy(taken, filled);
  }
  return taken.subarray(0, filled);
}
