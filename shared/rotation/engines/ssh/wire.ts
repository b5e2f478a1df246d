/** SSH's string: its length in four bytes, then its bytes (RFC 4251, section 5). */
export function sshString(value: string | Uint8Array): Buffer {
  const bytes = Buffer.from(value);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

/**
 * The first string of a public key's blob: the key's type.
 *
 * @returns undefined if the blob does not begin with a string
 */
export function firstString(blob: Buffer): string | undefined {
  if (blob.length < 4) return undefined;
  const end = 4 + blob.readUInt32BE(0);
  return end <= blob.length ? blob.toString("latin1", 4, end) : undefined;
}
