import type { Source } from "./source.ts";

/** The plaintext of a frame, in the pieces in which it came. */
export interface Frame {
  chunks: Buffer[];
  /** Bytes of all chunks. */
  length: number;
  isFinal: boolean;
}

/** Cuts a source into frames without copying; only the final one, which there always is, may be shorter or empty. */
export async function* frames(source: Source, frameLength: number): AsyncGenerator<Frame, void, undefined> {
  let chunks: Buffer[] = [];
  let length = 0;
  for await (const bytes of source) {
    let rest = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    while (length + rest.length >= frameLength) {
      chunks.push(rest.subarray(0, frameLength - length));
      rest = rest.subarray(frameLength - length);
      yield { chunks, length: frameLength, isFinal: false };
      chunks = [];
      length = 0;
    }
    if (rest.length > 0) chunks.push(rest);
    length += rest.length;
  }
  yield { chunks, length, isFinal: true };
}
