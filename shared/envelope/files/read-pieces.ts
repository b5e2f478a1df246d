import { open } from "node:fs/promises";

/**
 * Reads a file in pieces of a length, of which only the last may be shorter. They are all read into the same memory: each is good
 * until the next is asked for.
 */
export async function* readPieces(
  file: string,
  pieceLength: number,
): AsyncGenerator<Buffer, void, undefined> {
  await using handle = await open(file, "r");
  const piece = Buffer.allocUnsafeSlow(pieceLength);
  for (;;) {
    let length = 0;
    while (length < pieceLength) {
      const { bytesRead } = await handle.read(piece, length, pieceLength - length);
      if (bytesRead === 0) break;
      length += bytesRead;
    }
    if (length > 0) yield piece.subarray(0, length);
    if (length < pieceLength) return;
  }
}
