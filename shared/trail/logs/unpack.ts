import { availableParallelism } from "node:os";
import { promisify } from "node:util";
import { createGunzip, gunzip, gunzipSync } from "node:zlib";

/** Beside the thread that goes over logs, if there is a processor for that; otherwise it only costs. */
const gunzipWhole = availableParallelism() > 1 ? promisify(gunzip) : gunzipSync;

/** Logs up to this size, in bytes and unpacked, are held as a whole; CloudTrail's are smaller as a rule. */
const largestWhole = 16 * 1_024 * 1_024;

/** A gzip file ends with the size of what is in it, modulo 2^32. Source: RFC 1952, section 2.3.1. */
const sizeBytes = 4;

/** So few that little is lost where a file is damaged. */
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
 * Unpacks a gzip file at once.
 *
 * @returns undefined if it is damaged or what is in it is too large: then it is to be unpacked in pieces
 */
export async function unpackWhole(packed: Buffer): Promise<Buffer | undefined> {
  const size = packed.length < sizeBytes ? 0 : packed.readUInt32LE(packed.length - sizeBytes);
  if (size > largestWhole) return undefined;
  try {
    // With room for all of it and a byte more, it is unpacked in one go and not copied.
    return await gunzipWhole(packed, { chunkSize: Math.max(size + 1, 1_024), maxOutputLength: largestWhole });
  } catch {
    return undefined;
  }
}

/**
 * Unpacks a gzip file in pieces.
 *
 * @throws DamagedGzipError after all that could be unpacked before the damage
 */
export async function* unpackPieces(
  packed: AsyncIterable<Buffer> | Iterable<Buffer>,
): AsyncGenerator<Buffer> {
  const stream = createGunzip({ chunkSize: pieceBytes });
  let unpacked: Buffer[] = [];
  let failure: unknown;
  stream.on("data", (bytes: Buffer) => unpacked.push(bytes));
  stream.on("error", (error) => {
    failure ??= error;
  });
  const take = () => {
    const taken = unpacked;
    unpacked = [];
    return taken;
  };
  try {
    for await (const bytes of packed) {
      for (let at = 0; at < bytes.length && !failure; at += pieceBytes) {
        await new Promise<void>((resolve) => {
          stream.write(bytes.subarray(at, at + pieceBytes), () => resolve());
        });
        yield* take();
      }
      if (failure) break;
    }
    if (!failure) {
      await new Promise<void>((resolve) => {
        stream.once("error", () => resolve());
        stream.once("end", () => resolve());
        stream.end();
      });
      yield* take();
    }
  } finally {
    stream.destroy();
  }
  if (failure) throw new DamagedGzipError("The gzip file is damaged or cut off.", { cause: failure });
}
