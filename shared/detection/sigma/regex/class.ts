import { SigmaRefusal } from "../refusal.ts";
import { type CharacterSet, namedCharacters, namedSets, type Regex, rangesOf } from "./syntax.ts";

/** A pattern, and how far it is read. */
export interface Reader {
  text: string;
  at: number;
}

/** Reads what a backslash begins, outside a class. */
export function parseEscape(reader: Reader): Regex {
  const letter = reader.text[reader.at + 1];
  if (letter === "b" || letter === "B") {
    reader.at += 2;
    return { kind: "place", place: letter === "b" ? "boundary" : "no-boundary" };
  }
  return { kind: "set", set: escapedSet(reader) };
}

/** Reads a class, from its `[` to its `]`. */
export function parseClass(reader: Reader): CharacterSet {
  const opening = reader.at;
  reader.at += 1;
  const negated = reader.text[reader.at] === "^";
  if (negated) reader.at += 1;
  const ranges: (readonly [number, number])[] = [];
  const first = reader.at;
  // A ] in the first place is a character, as in PCRE.
  while (reader.text[reader.at] !== "]" || reader.at === first) {
    if (reader.at >= reader.text.length) refuse(opening, "a [ is never closed");
    if (reader.text.startsWith("[:", reader.at)) refuse(reader.at, "[: :] classes are not part of Sigma's");
    ranges.push(...parseRange(reader));
  }
  reader.at += 1;
  return { ranges, negated };
}

function parseRange(reader: Reader): CharacterSet["ranges"] {
  const from = parseMember(reader);
  const isRange = reader.text[reader.at] === "-" && reader.text[reader.at + 1] !== "]";
  if (!isRange || reader.at + 1 >= reader.text.length) return rangesOf(from);
  const dash = reader.at;
  reader.at += 1;
  const [low, high] = [singleOf(from), singleOf(parseMember(reader))];
  if (low === undefined || high === undefined || high < low)
    refuse(dash, "the ends of a range are not two characters in their order");
  return [[low, high]];
}

function parseMember(reader: Reader): CharacterSet {
  if (reader.text[reader.at] === "\\") return escapedSet(reader);
  const point = reader.text.codePointAt(reader.at) ?? 0;
  reader.at += String.fromCodePoint(point).length;
  return character(point);
}

function singleOf({ ranges: [first, ...more], negated }: CharacterSet): number | undefined {
  return !negated && first && first[0] === first[1] && more.length === 0 ? first[0] : undefined;
}

const hexadecimal = /x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|x\{([0-9a-fA-F]{1,6})\}/y;

function escapedSet(reader: Reader): CharacterSet {
  const at = reader.at + 1;
  const letter = String.fromCodePoint(reader.text.codePointAt(at) ?? 0);
  if (at >= reader.text.length) refuse(reader.at, "a \\ stands at the end");
  hexadecimal.lastIndex = at;
  const digits = hexadecimal.exec(reader.text);
  if (digits) {
    reader.at = at + digits[0].length;
    return character(Number.parseInt(digits[1] ?? digits[2] ?? digits[3] ?? "", 16));
  }
  const named = namedSets.get(letter);
  const point = namedCharacters.get(letter);
  if (/^[A-Za-z0-9]$/.test(letter) && !named && point === undefined)
    refuse(reader.at, `\\${letter} is not part of Sigma's expressions`);
  reader.at = at + letter.length;
  return named ?? character(point ?? letter.codePointAt(0) ?? 0);
}

function character(point: number): CharacterSet {
  return { ranges: [[point, point]], negated: false };
}

function refuse(at: number, why: string): never {
  throw new SigmaRefusal(`at character ${at + 1} of the expression, ${why}`);
}
