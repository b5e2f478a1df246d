import type { EncryptionContext } from "./encryption-context.ts";
import type { Keys } from "./keys/materials.ts";
import { readerOf } from "./message/byte-reader.ts";
import { type Opened, open, openFrames } from "./message/open.ts";
import type { Source } from "./message/source.ts";
import { spool } from "./message/spool.ts";

/** What a reader expects of a message. */
export interface DecryptOptions {
  /** Pairs that the message must have been encrypted with: at least one; it may have more. */
  context: EncryptionContext;
}

/**
 * Decrypts a message that is in memory.
 *
 * @throws EnvelopeError: one of its classes; then there is no plaintext at all
 */
export async function decrypt(keys: Keys, message: Uint8Array, { context }: DecryptOptions): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of openFrames(keys, [message], context)) parts.push(part);
  return Buffer.concat(parts);
}

/**
 * Decrypts a stream in constant memory, and releases nothing unverified: of an unsigned message each frame when its tag is
 * checked, of a signed one all of it when its signature is. Until then a signed message lies on disk, encrypted as it came.
 *
 * What was released before an error is authentic but not complete: only the end without an error says that it is.
 *
 * @throws EnvelopeError: one of its classes
 */
export async function* decryptStream(
  keys: Keys,
  source: Source,
  { context }: DecryptOptions,
): AsyncGenerator<Buffer, void, undefined> {
  const opened = await open(keys, source, context);
  try {
    if (opened.isSigned) yield* whenVerified(opened);
    else yield* opened.frames(opened.reader);
  } finally {
    opened.dispose();
    await opened.reader.close();
  }
}

async function* whenVerified(opened: Opened): AsyncGenerator<Buffer, void, undefined> {
  const spooled = await spool(opened.reader);
  try {
    for await (const _ of opened.frames(spooled.reader)) {
      // Nothing of it is kept: this goes over all to reach the signature.
    }
    yield* opened.frames(readerOf(spooled.read()));
  } finally {
    await spooled.close();
  }
}
