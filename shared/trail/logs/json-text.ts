import { isAscii } from "node:buffer";

/** Bytes that JSON's grammar knows. */
export const byte = {
  quote: 0x22,
  comma: 0x2c,
  colon: 0x3a,
  openBracket: 0x5b,
  backslash: 0x5c,
  closeBracket: 0x5d,
  openBrace: 0x7b,
  closeBrace: 0x7d,
  newline: 0x0a,
} as const;

/** The byte order mark of UTF-8. */
export const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);

/**
 * A piece of JSON in two forms: its bytes, and a string with one character for each byte, whatever the encoding. Bytes
 * are read one by one fastest in the first, and searched fastest in the second.
 */
export interface JsonText {
  bytes: Buffer;
  text: string;
  /** Whether each byte is a character in UTF-8 too. */
  ascii: boolean;
}

/** A piece of JSON of these bytes. */
export function jsonText(bytes: Buffer): JsonText {
  return { bytes, text: bytes.toString("latin1"), ascii: isAscii(bytes) };
}

/** What the bytes between two places say in UTF-8. */
export function decode({ bytes, text, ascii }: JsonText, start: number, end: number): string {
  return ascii ? text.slice(start, end) : bytes.toString("utf8", start, end);
}

/** Whether a byte is blank in JSON. */
export function isBlank(value: number | undefined): boolean {
  return value === 0x20 || value === 0x0a || value === 0x0d || value === 0x09;
}

/**
 * Where a string ends.
 *
 * @param start the byte after its opening quote
 * @returns the place of its closing quote; -1 if it is not in the text
 */
export function closingQuote({ bytes, text }: JsonText, start: number): number {
  let quote = text.indexOf('"', start);
  while (quote !== -1 && bytes[quote - 1] === byte.backslash && isEscaped(bytes, quote, start)) {
    quote = text.indexOf('"', quote + 1);
  }
  return quote;
}

/** The first place from a place on where there is no blank. */
export function skipBlank(bytes: Buffer, from: number): number {
  let at = from;
  while (isBlank(bytes[at])) at += 1;
  return at;
}

/** Whether an odd number of backslashes stands before a byte, not looking at those before `floor`. */
export function isEscaped(bytes: Buffer, at: number, floor: number): boolean {
  let first = at;
  while (first > floor && bytes[first - 1] === byte.backslash) first -= 1;
  return (at - first) % 2 === 1;
}
