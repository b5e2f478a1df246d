/** A set of characters, as ranges of code points, both ends included. */
export interface CharacterSet {
  ranges: readonly (readonly [number, number])[];
  negated: boolean;
}

/** A place in the text that takes no character. */
export type Place = "start" | "end" | "boundary" | "no-boundary";

/** A regular expression, parsed. */
export type Regex =
  | { kind: "set"; set: CharacterSet }
  | { kind: "place"; place: Place }
  | { kind: "sequence"; of: readonly Regex[] }
  | { kind: "choice"; of: readonly Regex[] }
  | { kind: "repeat"; of: Regex; least: number; most: number };

/** What the sub-modifiers `i`, `m` and `s` switch on. */
export interface RegexFlags {
  insensitive: boolean;
  multiline: boolean;
  dotAll: boolean;
}

const digits: CharacterSet["ranges"] = [[48, 57]];
const words: CharacterSet["ranges"] = [
  [48, 57],
  [65, 90],
  [95, 95],
  [97, 122],
];
const spaces: CharacterSet["ranges"] = [
  [9, 13],
  [32, 32],
  [160, 160],
  [0x1680, 0x1680],
  [0x2000, 0x200a],
  [0x2028, 0x2029],
  [0x202f, 0x202f],
  [0x205f, 0x205f],
  [0x3000, 0x3000],
  [0xfeff, 0xfeff],
];

/** The sets that have a letter of their own. */
export const namedSets: ReadonlyMap<string, CharacterSet> = new Map([
  ["d", { ranges: digits, negated: false }],
  ["D", { ranges: digits, negated: true }],
  ["w", { ranges: words, negated: false }],
  ["W", { ranges: words, negated: true }],
  ["s", { ranges: spaces, negated: false }],
  ["S", { ranges: spaces, negated: true }],
]);

/** Characters that have a letter of their own. */
export const namedCharacters: ReadonlyMap<string, number> = new Map([
  ["t", 9],
  ["n", 10],
  ["v", 11],
  ["f", 12],
  ["r", 13],
]);

/** The ends of lines, which a dot does not match. */
export const lineEnds: CharacterSet["ranges"] = [
  [10, 10],
  [13, 13],
  [0x2028, 0x2029],
];

/** Whether a code point is in a set. */
export function isIn({ ranges, negated }: CharacterSet, point: number): boolean {
  for (const [from, to] of ranges) if (point >= from && point <= to) return !negated;
  return negated;
}

/** The ranges of a set without its negation. */
export function rangesOf({ ranges, negated }: CharacterSet): CharacterSet["ranges"] {
  if (!negated) return ranges;
  const gaps: (readonly [number, number])[] = [];
  let next = 0;
  for (const [from, to] of [...ranges].sort(([one], [other]) => one - other)) {
    if (from > next) gaps.push([next, from - 1]);
    next = Math.max(next, to + 1);
  }
  if (next <= 0x10ffff) gaps.push([next, 0x10ffff]);
  return gaps;
}
