import { createHash } from "node:crypto";

const alphabet = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/**
 * SHA-256 as crypt(3) stretches it. MySQL's caching_sha2_password stores passwords so, with a salt of 20 bytes.
 * Source: Ulrich Drepper, "Unix crypt using SHA-256 and SHA-512", the algorithm for SHA-256.
 *
 * @returns the digest in crypt's own base 64, 43 characters
 */
export function sha256Crypt(password: string, salt: Buffer, rounds: number): string {
  const key = Buffer.from(password);
  const alternate = sha256(key, salt, key);
  const start: Buffer[] = [key, salt, stretch(alternate, key.length)];
  for (let bits = key.length; bits > 0; bits >>= 1) start.push(bits & 1 ? alternate : key);
  let digest = sha256(...start);
  const keyBytes = stretch(sha256(...Array<Buffer>(key.length).fill(key)), key.length);
  const saltBytes = stretch(sha256(...Array<Buffer>(16 + (digest[0] ?? 0)).fill(salt)), salt.length);
  for (let round = 0; round < rounds; round++) {
    const odd = round % 2 === 1;
    digest = sha256(
      odd ? keyBytes : digest,
      ...(round % 3 ? [saltBytes] : []),
      ...(round % 7 ? [keyBytes] : []),
      odd ? digest : keyBytes,
    );
  }
  return encode(digest);
}

function sha256(...parts: Buffer[]): Buffer {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest();
}

/** Repeats bytes up to a length. */
function stretch(bytes: Buffer, length: number): Buffer {
  return Buffer.alloc(length, bytes);
}

/** Three bytes become four characters, lowest bits first; which three is crypt's own order. */
function encode(digest: Buffer): string {
  const at = (index: number) => digest[index] ?? 0;
  let text = "";
  let [high, middle, low] = [0, 10, 20];
  for (let group = 0; group < 10; group++) {
    text += characters((at(high) << 16) | (at(middle) << 8) | at(low), 4);
    [high, middle, low] = [low + 1, high + 1, middle + 1];
  }
  return text + characters((at(31) << 8) | at(30), 3);
}

function characters(bits: number, count: number): string {
  let text = "";
  for (let rest = bits; text.length < count; rest >>= 6) text += alphabet[rest & 63];
  return text;
}
