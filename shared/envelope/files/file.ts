import { stat } from "node:fs/promises";
import type { DecryptOptions } from "../decrypt.ts";
import { type EncryptOptions, encryptStream } from "../encrypt.ts";
import type { Keys } from "../keys/materials.ts";
import { defaultFrameLength } from "../message/format.ts";
import { openFrames } from "../message/open.ts";
import { reencryptStream } from "../reencrypt.ts";
import { type OutputOptions, writeAtomically } from "./atomic-file.ts";
import { readPieces } from "./read-pieces.ts";
import { writeAll } from "./write-all.ts";

/** What goes for every file that is written. */
export interface FileOptions {
  /** Replaces what is there; refused otherwise. */
  overwrite?: boolean;
  /** Is told, now and then, how many bytes of the input were read. */
  onProgress?: (bytes: number) => void;
}

/** What was written. */
export interface FileResult {
  from: string;
  to: string;
  /** Bytes of the output. */
  bytes: number;
}

/**
 * Encrypts a file of any size in constant memory; the output has its mode.
 *
 * @throws EncryptionContextError, KeyUnavailableError, OutputExistsError; then there is no output
 */
export async function encryptFile(
  keys: Keys,
  from: string,
  to: string,
  options: EncryptOptions & FileOptions,
): Promise<FileResult> {
  const { frameLength = defaultFrameLength } = options;
  const { size } = await stat(from);
  return transform(from, to, options, frameLength, (source) =>
    encryptStream(keys, source, { ...options, plaintextLength: size }),
  );
}

/**
 * Decrypts a file of any size in constant memory; the output has its mode, and its name only when all of the message is verified.
 *
 * @throws EnvelopeError: one of its classes; then there is no output
 */
export async function decryptFile(
  keys: Keys,
  from: string,
  to: string,
  options: DecryptOptions & FileOptions,
): Promise<FileResult> {
  return transform(from, to, options, defaultFrameLength, (source) =>
    openFrames(keys, source, options.context),
  );
}

/**
 * Encrypts a file under other keys, with a new data key and the same encryption context; may take its own place.
 *
 * @param to `from` itself, with `overwrite`, or another file
 * @throws EnvelopeError: one of its classes; then all is as it was
 */
export async function reencryptFile(
  keys: { decrypt: Keys; encrypt: Keys },
  from: string,
  to: string,
  options: DecryptOptions & FileOptions & Omit<EncryptOptions, "context">,
): Promise<FileResult> {
  return transform(from, to, options, defaultFrameLength, (source) => reencryptStream(keys, source, options));
}

/**
 * Writes a stream into a file that has its name only when the stream has ended without an error.
 *
 * @param options the permission bits of the file are 0o600 by default
 * @throws OutputExistsError, and what the stream throws; then there is no output
 */
export async function writeStream(
  stream: AsyncIterable<Buffer>,
  to: string,
  { mode = 0o600, overwrite = false }: Partial<OutputOptions> = {},
): Promise<{ to: string; bytes: number }> {
  let bytes = 0;
  await writeAtomically(to, { mode, overwrite }, async (output) => {
    for await (const part of stream) {
      await writeAll(output, part);
      bytes += part.length;
      release(part);
    }
  });
  return { to, bytes };
}

async function transform(
  from: string,
  to: string,
  { overwrite = false, onProgress }: FileOptions,
  pieceLength: number,
  through: (source: AsyncIterable<Buffer>) => AsyncIterable<Buffer>,
): Promise<FileResult> {
  const { mode } = await stat(from);
  const stream = through(counted(readPieces(from, pieceLength), onProgress));
  return { from, ...(await writeStream(stream, to, { mode: mode & 0o777, overwrite })) };
}

/** Frees the memory of what was written now, not when the garbage collector comes to it, which is some 64 MiB later. */
function release({ buffer, byteLength }: Buffer): void {
  if (buffer instanceof ArrayBuffer && buffer.byteLength === byteLength) buffer.transfer?.(0);
}

async function* counted(
  source: AsyncIterable<Buffer>,
  onProgress: ((bytes: number) => void) | undefined,
): AsyncGenerator<Buffer, void, undefined> {
  let read = 0;
  for await (const piece of source) {
    yield piece;
    read += piece.length;
    onProgress?.(read);
  }
}
