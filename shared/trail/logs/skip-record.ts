import { byte, isBlank, isEscaped, type JsonText } from "./json-text.ts";

/** How CloudTrail's records begin. */
export const recordBeginning = '{"eventVersion"';

/** How far the searches in a text have come: each place is the first of its kind from there on, or the text's end. */
export interface Searches {
  openBrace: number;
  closeBrace: number;
  backslash: number;
  source: number;
}

/** Searches that have not begun. */
export function newSearches(): Searches {
  return { openBrace: -1, closeBrace: -1, backslash: -1, source: -1 };
}

/** Where a record ends, and where the value of its `eventSource` begins, after the quote. */
export interface RecordSpan {
  end: number;
  source: number;
}

/**
 * Finds the end and the `eventSource` of a record by looking at its braces and their surroundings alone: several times
 * as fast as going through it string by string. What it finds in a valid record is right; where a few bytes
 * cannot tell, or the record is not as CloudTrail writes it, it finds nothing, and `scanObject` is to be asked.
 *
 * @param start the place of the record's opening brace
 * @param searches of this text, for records in the order of their places
 */
export function skipRecord(json: JsonText, start: number, searches: Searches): RecordSpan | undefined {
  const { bytes, text } = json;
  let depth = 1;
  let ownFrom = start + 1;
  let source = 0;
  for (let at = start + 1; ; ) {
    if (searches.openBrace < at) searches.openBrace = next(text, "{", at);
    if (searches.closeBrace < at) searches.closeBrace = next(text, "}", at);
    const opens = searches.openBrace < searches.closeBrace;
    const brace = opens ? searches.openBrace : searches.closeBrace;
    if (brace === text.length) return undefined;
    const side = sideOf(bytes, brace, start);
    if (side === "unsure") return undefined;
    at = brace + 1;
    if (side === "inside") continue;
    // It could lack a brace, and this be the next record.
    if (opens && bytes[brace - 1] === byte.comma && text.startsWith(recordBeginning, brace)) return undefined;
    if (depth === 1) {
      // A name could be escaped: then it is not found by searching for it.
      if (searches.backslash < ownFrom) searches.backslash = next(text, "\\", ownFrom);
      if (searches.backslash < brace) return undefined;
      if (searches.source < ownFrom) searches.source = next(text, "Source", ownFrom);
      for (; searches.source < brace; searches.source = next(text, "Source", searches.source + 1)) {
        if (!text.startsWith('"eventSource"', searches.source - '"event'.length)) continue;
        const value = searches.source + 'Source":"'.length;
        if (source !== 0 || !text.startsWith('":"', value - 3)) return undefined;
        if (!mayFollowString(bytes[text.indexOf('"', value) + 1])) return undefined;
        source = value;
      }
    }
    depth += opens ? 1 : -1;
    if (depth === 0) return source === 0 ? undefined : { end: at, source };
    if (depth === 1) ownFrom = at;
  }
}

function next(text: string, sought: string, from: number): number {
  const found = text.indexOf(sought, from);
  return found === -1 ? text.length : found;
}

/** How far to look for a quote before a brace: beyond lies a longer number, indentation or text. */
const farthest = 64;

/**
 * Whether a byte lies inside of a string, told by the nearest quote before it. In valid JSON a string opens only after
 * one of `{[,:` or a blank, and what follows a closed one is one of `,:]}` or a blank; a backslash is only in strings.
 */
function sideOf(bytes: Buffer, at: number, start: number): "inside" | "outside" | "unsure" {
  const floor = Math.max(start, at - farthest);
  let quote = at - 1;
  while (quote > floor && bytes[quote] !== byte.quote) quote -= 1;
  if (quote === floor) return floor === start ? "outside" : "unsure";
  const before = bytes[quote - 1];
  if (before === byte.backslash) return isEscaped(bytes, quote, start) ? "inside" : "outside";
  if (!mayPrecedeString(before)) return "outside";
  return mayFollowString(bytes[quote + 1]) ? "unsure" : "inside";
}

function mayPrecedeString(value: number | undefined): boolean {
  return (
    value === byte.colon ||
    value === byte.comma ||
    value === byte.openBrace ||
    value === byte.openBracket ||
    isBlank(value)
  );
}

function mayFollowString(value: number | undefined): boolean {
  return (
    value === byte.colon ||
    value === byte.comma ||
    value === byte.closeBrace ||
    value === byte.closeBracket ||
    isBlank(value)
  );
}
