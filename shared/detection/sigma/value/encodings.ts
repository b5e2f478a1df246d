import { SigmaRefusal } from "../refusal.ts";
import { literalOf, type Piece } from "./glob.ts";
import type { Encoding } from "./modifiers.ts";

/** More permutations of dashes than this are not looked for. */
const mostDashes = 3;

/**
 * Turns a value into the texts to look for in its place, by each modifier in turn.
 *
 * @throws SigmaRefusal if the value has wildcards where bytes are needed
 */
export function encode(pieces: Piece[], encodings: readonly Encoding[]): Piece[][] {
  let forms: (Piece[] | Buffer)[] = [pieces];
  for (const encoding of encodings) {
    forms = forms.flatMap((form) => encodeOnce(form, encoding));
  }
  return forms.map((form) => {
    if (Buffer.isBuffer(form))
      throw new SigmaRefusal("UTF-16 is not found in a record as it is: base64 or base64offset must follow");
    return form;
  });
}

function encodeOnce(form: Piece[] | Buffer, encoding: Encoding): (Piece[] | Buffer)[] {
  if (encoding === "windash" && !Buffer.isBuffer(form)) return dashForms(form);
  if (encoding === "base64") return [[bytesOf(form).toString("base64")]];
  if (encoding === "base64offset") return [0, 1, 2].map((offset) => [inBase64(bytesOf(form), offset)]);
  if (Buffer.isBuffer(form)) throw new SigmaRefusal(`${encoding} cannot follow another UTF-16`);
  const littleEndian = Buffer.from(textOf(form), "utf16le");
  if (encoding === "utf16") return [Buffer.concat([Buffer.from([0xff, 0xfe]), littleEndian])];
  return [encoding === "utf16be" ? littleEndian.swap16() : littleEndian];
}

function textOf(form: Piece[]): string {
  const text = literalOf(form);
  if (text === undefined) throw new SigmaRefusal("a value with wildcards cannot be encoded");
  return text;
}

function bytesOf(form: Piece[] | Buffer): Buffer {
  return Buffer.isBuffer(form) ? form : Buffer.from(textOf(form), "utf8");
}

/** What of a value's Base64 is the same wherever in an encoded text it begins: the characters with its bits alone. */
function inBase64(bytes: Buffer, offset: number): string {
  const encoded = Buffer.concat([Buffer.alloc(offset), bytes]).toString("base64");
  const fixed = encoded.slice(Math.ceil((8 * offset) / 6), Math.floor((8 * (offset + bytes.length)) / 6));
  if (fixed === "") throw new SigmaRefusal("the value is too short for base64offset");
  return fixed;
}

/** What begins an option of a command: a dash or slash that does not follow a word and stands before one. */
const optionDash = /(?<!\w)[-/–—―](?=\w)/g;

function dashForms(pieces: Piece[]): Piece[][] {
  const dashes = pieces.flatMap((piece) =>
    typeof piece === "string" ? (piece.match(optionDash) ?? []) : [],
  );
  if (dashes.length > mostDashes)
    throw new SigmaRefusal(`windash takes at most ${mostDashes} dashes in a value`);
  let forms: Piece[][] = [[]];
  for (const piece of pieces) {
    const variants = typeof piece === "string" ? withDashes(piece) : [piece];
    forms = forms.flatMap((form) => variants.map((variant) => [...form, variant]));
  }
  return forms;
}

function withDashes(text: string): string[] {
  let forms = [""];
  let end = 0;
  for (const { index } of text.matchAll(optionDash)) {
    const before = text.slice(end, index);
    forms = forms.flatMap((form) => [..."-/–—―"].map((dash) => form + before + dash));
    end = index + 1;
  }
  return forms.map((form) => form + text.slice(end));
}
