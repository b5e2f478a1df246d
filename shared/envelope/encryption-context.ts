import { EncryptionContextError } from "./errors.ts";

/** Pairs that are bound to a message: not secret, in KMS's CloudTrail records, and needed to decrypt. */
export type EncryptionContext = Readonly<Record<string, string>>;

/** Keys that begin so belong to the AWS Encryption SDK, which keeps a message's public key there. */
const reservedPrefix = "aws-crypto-";

/** Its length has two bytes in a message; KMS takes less. */
const maxBytes = 65_535;

/**
 * Checks an encryption context that a caller gives.
 *
 * @throws EncryptionContextError if it is empty or too long, has an empty key, or a key that belongs to the AWS Encryption SDK
 */
export function checkContext(context: EncryptionContext): void {
  const pairs = Object.entries(context);
  if (pairs.length === 0) {
    throw new EncryptionContextError(
      "An encryption context is needed: at least one pair, such as app=payments, that says what the data is.",
    );
  }
  for (const [key, value] of pairs) {
    if (typeof value !== "string") throw new EncryptionContextError(`The value of ${key} is not a string.`);
    if (key === "") throw new EncryptionContextError("A key of the encryption context is empty.");
    if (key.startsWith(reservedPrefix)) {
      throw new EncryptionContextError(
        `${key} cannot be in an encryption context: ${reservedPrefix} is reserved for the AWS Encryption SDK.`,
      );
    }
  }
  const bytes = pairs.reduce((sum, pair) => sum + 4 + Buffer.byteLength(pair.join("")), 2);
  if (bytes > maxBytes) {
    throw new EncryptionContextError(
      `The encryption context takes ${bytes} bytes; ${maxBytes} fit into a message.`,
    );
  }
}

/**
 * Checks that a message has the pairs that its reader expects; it may have more.
 *
 * @throws EncryptionContextError that names the keys that are absent or have another value
 */
export function checkExpected(expected: EncryptionContext, found: EncryptionContext): void {
  const wrong = Object.entries(expected).filter(
    ([key, value]) => !Object.hasOwn(found, key) || found[key] !== value,
  );
  if (wrong.length === 0) return;
  const words = wrong.map(([key]) =>
    Object.hasOwn(found, key) ? `${key} has another value` : `${key} is absent`,
  );
  throw new EncryptionContextError(
    `The message has another encryption context: ${words.join(", ")}. Inspect it to see for what it was encrypted.`,
  );
}

/** The pairs of a message that its writer gave: without those of the AWS Encryption SDK. */
export function ownPairs(context: EncryptionContext): EncryptionContext {
  return Object.fromEntries(Object.entries(context).filter(([key]) => !key.startsWith(reservedPrefix)));
}
