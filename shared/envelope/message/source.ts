import { Readable } from "node:stream";

/** Bytes as they come; a readable stream of Node's is one. */
export type Source = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/** Where a source is read. */
export function iteratorOf(source: Source): AsyncIterator<Uint8Array> | Iterator<Uint8Array> {
  return Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]();
}

/** Has a source that is not read any more, or never was, close what it has open. */
export async function closeSource(source: Source, iterator = iteratorOf(source)): Promise<void> {
  await iterator.return?.();
  // A stream whose iteration has not begun takes no notice of its end.
  if (source instanceof Readable) source.destroy();
}
