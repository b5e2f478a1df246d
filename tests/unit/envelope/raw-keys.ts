import { RawAesKeyringNode, RawAesWrappingSuiteIdentifier } from "@aws-crypto/client-node";

/** A keyring without KMS, as the AWS Encryption SDK has it; the same for the same name. */
export function rawKeys(name = "one"): RawAesKeyringNode {
  return new RawAesKeyringNode({
    keyNamespace: "tests",
    keyName: name,
    // The keyring wipes what it gets.
    unencryptedMasterKey: new Uint8Array(32).fill(name.length),
    wrappingSuite: RawAesWrappingSuiteIdentifier.AES256_GCM_IV12_TAG16_NO_PADDING,
    utf8Sorting: true,
  });
}

/** The context of most tests. */
export const context = { app: "payments" };

/** All that a stream gives. */
export async function bytesOf(stream: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of stream) parts.push(Buffer.from(part));
  return Buffer.concat(parts);
}

/** Bytes cut into pieces of a length. */
export function* piecesOf(bytes: Uint8Array, length: number): Generator<Uint8Array, void, undefined> {
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length);
}
