/** Bytes as they come; a readable stream of Node's is one. */
export type Source = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
