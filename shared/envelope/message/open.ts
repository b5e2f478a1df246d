import { checkContext, checkExpected, type EncryptionContext } from "../encryption-context.ts";
import { decryptionMaterial, type Keys } from "../keys/materials.ts";
import { type ByteReader, readerOf } from "./byte-reader.ts";
import { type OpenMessage, openMessage } from "./decrypt.ts";
import { checkAccepted, readHeader } from "./header.ts";
import type { Source } from "./source.ts";

/** A message whose header is authenticated, and where its frames are read. */
export interface Opened extends OpenMessage {
  reader: ByteReader;
  /** All pairs, those of the SDK too. */
  context: EncryptionContext;
}

/**
 * Reads and authenticates the header of a message. The caller disposes of it.
 *
 * @param context pairs that the message must have; at least one
 */
export async function open(keys: Keys, source: Source, context: EncryptionContext): Promise<Opened> {
  const reader = readerOf(source);
  try {
    checkContext(context);
    const header = await readHeader(reader);
    checkAccepted(header);
    const found = header.messageHeader.encryptionContext;
    checkExpected(context, found);
    const opened = openMessage(header, await decryptionMaterial(keys, header));
    return { ...opened, reader, context: found };
  } catch (error) {
    await reader.close();
    throw error;
  }
}

/**
 * The plaintext of a message, frame by frame. Of a signed one it is not verified before the end was reached without an
 * error: for those who keep it to themselves until then.
 */
export async function* openFrames(
  keys: Keys,
  source: Source,
  context: EncryptionContext,
): AsyncGenerator<Buffer, void, undefined> {
  const opened = await open(keys, source, context);
  try {
    yield* opened.frames(opened.reader);
  } finally {
    opened.dispose();
    await opened.reader.close();
  }
}
