import type { NodeEncryptionMaterial } from "@aws-crypto/client-node";
import { checkContext, type EncryptionContext } from "./encryption-context.ts";
import { encryptionMaterial, type Keys } from "./keys/materials.ts";
import { encryptMessage } from "./message/encrypt.ts";
import { defaultFrameLength, maxFrameLength } from "./message/format.ts";
import type { Source } from "./message/source.ts";

/** How a message is written. */
export interface EncryptOptions {
  /** At least one pair; it is not secret, and is needed to decrypt. */
  context: EncryptionContext;
  /** Signs the message, so that who may decrypt cannot forge; about four times slower, and released only when whole. */
  signed?: boolean;
  /** Bytes of a frame, 1,048,576 by default; whoever decrypts holds one in memory. */
  frameLength?: number;
}

/**
 * Encrypts a string (as UTF-8) or bytes.
 *
 * @returns a message that any AWS Encryption SDK decrypts
 * @throws EncryptionContextError, KeyUnavailableError
 */
export async function encrypt(
  keys: Keys,
  plaintext: string | Uint8Array,
  options: EncryptOptions,
): Promise<Buffer> {
  const bytes = typeof plaintext === "string" ? Buffer.from(plaintext, "utf8") : plaintext;
  const parts: Buffer[] = [];
  const message = encryptStream(keys, [bytes], { ...options, plaintextLength: bytes.byteLength });
  for await (const part of message) parts.push(part);
  return Buffer.concat(parts);
}

/**
 * Encrypts a stream in constant memory.
 *
 * @param source any iterable of bytes; a readable stream of Node's is one
 * @returns the message as it is written: for `stream.pipeline`, `Readable.from` or `for await`
 */
export function encryptStream(
  keys: Keys,
  source: Source,
  options: EncryptOptions & { plaintextLength?: number | undefined },
): AsyncGenerator<Buffer, void, undefined> {
  const { frameLength = defaultFrameLength } = options;
  return encryptMessage(() => materialFor(keys, { ...options, frameLength }), source, frameLength);
}

async function materialFor(
  keys: Keys,
  options: EncryptOptions & { plaintextLength?: number | undefined; frameLength: number },
): Promise<NodeEncryptionMaterial> {
  const { context, signed: isSigned = false, frameLength, plaintextLength } = options;
  checkContext(context);
  if (!(Number.isInteger(frameLength) && frameLength >= 1 && frameLength <= maxFrameLength)) {
    throw new RangeError(`frameLength must be a whole number from 1 to ${maxFrameLength}.`);
  }
  return encryptionMaterial(keys, { context, isSigned, plaintextLength });
}
