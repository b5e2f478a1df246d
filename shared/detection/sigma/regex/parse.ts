import { SigmaRefusal } from "../refusal.ts";
import { parseClass, parseEscape, type Reader } from "./class.ts";
import { lineEnds, type Regex, type RegexFlags } from "./syntax.ts";

const deepestNesting = 50;

/**
 * Parses what Sigma knows of regular expressions ("Regular Expression" in its appendix of modifiers): `.`, `^`, `$`,
 * `* + ? {n,m}`, classes, `|` and groups; beside them the common escapes, `\b`, lazy quantifiers and flags in front.
 *
 * @throws SigmaRefusal for anything else, with the position
 */
export function parseRegex(pattern: string, given: RegexFlags): { regex: Regex; flags: RegexFlags } {
  const [front = "", letters = ""] = /^\(\?([ims]+)\)/.exec(pattern) ?? [];
  const flags = {
    insensitive: given.insensitive || letters.includes("i"),
    multiline: given.multiline || letters.includes("m"),
    dotAll: given.dotAll || letters.includes("s"),
  };
  const reader: Reader = { text: pattern, at: front.length };
  const regex = parseChoice(reader, flags, 0);
  if (reader.at < pattern.length) refuse(reader, "a ) closes nothing");
  return { regex, flags };
}

function parseChoice(reader: Reader, flags: RegexFlags, depth: number): Regex {
  if (depth > deepestNesting) refuse(reader, "groups are nested too deeply");
  const of = [parseSequence(reader, flags, depth)];
  while (reader.text[reader.at] === "|") {
    reader.at += 1;
    of.push(parseSequence(reader, flags, depth));
  }
  return { kind: "choice", of };
}

function parseSequence(reader: Reader, flags: RegexFlags, depth: number): Regex {
  const of: Regex[] = [];
  for (;;) {
    const next = reader.text[reader.at];
    if (next === undefined || next === "|" || next === ")") return { kind: "sequence", of };
    const atom = parseAtom(reader, flags, depth);
    of.push(parseQuantifier(reader, atom));
  }
}

function parseAtom(reader: Reader, flags: RegexFlags, depth: number): Regex {
  const point = reader.text.codePointAt(reader.at) ?? 0;
  const character = String.fromCodePoint(point);
  if (character === "(") return parseGroup(reader, flags, depth);
  if (character === "[") return { kind: "set", set: parseClass(reader) };
  if (character === "\\") return parseEscape(reader);
  if ("*+?".includes(character)) refuse(reader, "there is nothing to repeat");
  reader.at += character.length;
  if (character === "^") return { kind: "place", place: "start" };
  if (character === "$") return { kind: "place", place: "end" };
  if (character === ".") return { kind: "set", set: { ranges: flags.dotAll ? [] : lineEnds, negated: true } };
  return { kind: "set", set: { ranges: [[point, point]], negated: false } };
}

function parseGroup(reader: Reader, flags: RegexFlags, depth: number): Regex {
  const opening = reader.at;
  reader.at += 1;
  if (reader.text[reader.at] === "?") {
    if (!reader.text.startsWith("?:", reader.at))
      refuse(reader, "look-around, named groups and flags in the middle are not part of Sigma's expressions");
    reader.at += 2;
  }
  const group = parseChoice(reader, flags, depth + 1);
  if (reader.text[reader.at] !== ")") refuse({ ...reader, at: opening }, "a ( is never closed");
  reader.at += 1;
  return group;
}

const counts = /\{(\d+)(?:(,)(\d*))?\}/y;

const largestCount = 1_000;

function parseQuantifier(reader: Reader, of: Regex): Regex {
  const quantified = quantifierAt(reader);
  if (!quantified) return of;
  if (of.kind === "place") refuse(reader, "a place cannot be repeated");
  const { least, most, length } = quantified;
  if (most < least) refuse(reader, "the least of a quantifier is more than its most");
  if (Math.max(least, Number.isFinite(most) ? most : 0) > largestCount)
    refuse(reader, `more than ${largestCount} repetitions are counted`);
  reader.at += length;
  // Lazy or not, the same texts match.
  if (reader.text[reader.at] === "?") reader.at += 1;
  else if (reader.text[reader.at] === "+")
    refuse(reader, "possessive quantifiers are not part of Sigma's expressions");
  if (quantifierAt(reader)) refuse(reader, "there is nothing to repeat");
  return { kind: "repeat", of, least, most };
}

function quantifierAt({ text, at }: Reader): { least: number; most: number; length: number } | undefined {
  const next = text[at];
  if (next === "*") return { least: 0, most: Number.POSITIVE_INFINITY, length: 1 };
  if (next === "+") return { least: 1, most: Number.POSITIVE_INFINITY, length: 1 };
  if (next === "?") return { least: 0, most: 1, length: 1 };
  counts.lastIndex = at;
  const counted = counts.exec(text);
  if (!counted) return undefined;
  const [all, least = "", comma, most] = counted;
  const upper = most ? Number(most) : Number.POSITIVE_INFINITY;
  return { least: Number(least), most: comma ? upper : Number(least), length: all.length };
}

function refuse({ at }: Reader, why: string): never {
  throw new SigmaRefusal(`at character ${at + 1} of the expression, ${why}`);
}
