import { availableParallelism } from "node:os";
import { promisify } from "node:util";
import { createGunzip, gunzip, gunzipSync } from "node:zlib";

/** Beside the thread that goes over logs, if there is a processor for that; otherwise it only costs. */
const gunzipWhole = availableParallelism() > 1 ? promisify(gunzip) : gunzipSync;

/** Logs up to this size, in bytes and unpacked, are held as a whole; CloudTrail's are smaller as a rule. */
const largestWhole = 16 * 1_024 * 1_024;

/** A gzip file ends with the size of what is in it, modulo 2^32. Source: RFC 1952, section 2.3.1. */
const sizeBytes = 4;

/** Of what was unpacked within the piece that is damaged, up to so many bytes are lost. */
const pieceBytes = 16 * 1_024;

/** A gzip file is damaged or cut off. */
export class DamagedGzipError extends Error {
  override name = "DamagedGzipError";
}

/** Whether bytes begin as a gzip file does. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/**
 * Unpacks a gzip file that is at hand, all at once where that can be.
 *
 * @returns its bytes, or pieces of them, which end in a DamagedGzipError if it is damaged
 */
export async function unpackWhole(packed: Buffer): Promise<Buffer | AsyncGenerator<Buffer>> {
  const size = packed.length < sizeBytes ? 0 : packed.readUInt32LE(packed.length - sizeBytes);
  if (size > largestWhole) return unpackPieces([packed]);
  try {
    // With room for all of it and a byte more, it is unpacked in one go and not copied.
    return await gunzipWhole(packed, { chunkSize: Math.max(size + 1, 1_024), maxOutputLength: largestWhole });
  } catch (error) {
    const isTooLarge = error instanceof Error && "code" in error && error.code === "ERR_BUFFER_TOO_LARGE";
    return isTooLarge ? unpackPieces([packed]) : unpackToDamage(packed);
  }
}

/**
 * Unpacks a gzip file that is at hand in pieces, up to the very byte where it is damaged.
 *
 * @throws DamagedGzipError after all that could be unpacked before the damage
 */
async function* unpackToDamage(packed: Buffer): AsyncGenerator<Buffer> {
  let taken = 0;
  const counted = function* () {
    for (; taken < packed.length; taken += pieceBytes) yield packed.subarray(taken, taken + pieceBytes);
  };
  try {
    for await (const _ of unpackPieces(counted()));
  } catch (error) {
    if (!(error instanceof DamagedGzipError)) throw error;
  }
  // What a piece gave before its damage is lost with it: the damaged one goes in byte by byte.
  const cut = function* () {
    yield packed.subarray(0, taken);
    for (let at = taken; at < packed.length; at += 1) yield packed.subarray(at, at + 1);
  };
  yield* unpackPieces(cut());
}

/**
 * Unpacks a gzip file in pieces.
 *
 * @throws DamagedGzipError after what could be unpacked before the damage, but for the last few kilobytes
 */
export async function* unpackPieces(
  packed: AsyncIterable<Buffer> | Iterable<Buffer>,
): AsyncGenerator<Buffer> {
  const stream = createGunzip({ chunkSize: pieceBytes });
  let unpacked: Buffer[] = [];
  let failure: unknown;
  stream.on("data", (bytes: Buffer) => unpacked.push(bytes));
  // Where it fails, what waits for a piece to be taken is not called.
  const failed = new Promise<void>((resolve) => {
    stream.once("error", (error) => {
      failure = error;
      resolve();
    });
  });
  const take = () => {
    const taken = unpacked;
    unpacked = [];
    return taken;
  };
  try {
    for await (const bytes of packed) {
      for (let at = 0; at < bytes.length && !failure; at += pieceBytes) {
        const piece = bytes.subarray(at, at + pieceBytes);
        await Promise.race([failed, new Promise<void>((resolve) => stream.write(piece, () => resolve()))]);
        yield* take();
      }
      if (failure) break;
    }
    if (!failure) await Promise.race([failed, new Promise((resolve) => stream.once("end", resolve).end())]);
    yield* take();
  } finally {
    stream.destroy();
  }
  if (failure) throw new DamagedGzipError("The gzip file is damaged or cut off.", { cause: failure });
}
