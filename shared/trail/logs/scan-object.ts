import { byte, closingQuote, isBlank, type JsonText, skipBlank } from "./json-text.ts";

/** What the scan of an object found: places are those of bytes in the text. */
export type ObjectScan =
  /** The object ends before `end`. */
  | { kind: "object"; end: number; members: Members }
  /** It has a list of records, whose opening bracket is at `list`; what comes after it was not looked at. */
  | { kind: "records"; list: number }
  /** The text ends within it. */
  | { kind: "unfinished" }
  /** It is not JSON. */
  | { kind: "broken"; at: number };

/** Where the values of an object's own members begin; undefined for those that it does not have. */
export interface Members {
  eventSource?: number;
  eventName?: number;
  detail?: number;
}

/**
 * Goes through an object byte by byte, and finds its end and the members that tell what it is, whatever their
 * order and however their names are escaped. Of a name that occurs twice the last counts, as for `JSON.parse`.
 * Brackets are not counted: where an object ends depends on its braces.
 *
 * @param from a place within the object but in none of its strings and values, such as after its opening brace
 * @param withList whether to stop at a list of records
 */
export function scanObject(json: JsonText, from: number, withList: boolean): ObjectScan {
  const { bytes } = json;
  const members: Members = {};
  let depth = 1;
  let at = from;
  while (at < bytes.length) {
    const value = bytes[at];
    if (value === byte.quote) {
      const closing = closingQuote(json, at + 1);
      if (closing === -1) break;
      const after = skipBlank(bytes, closing + 1);
      const next = bytes[after];
      if (next === undefined) break;
      if (!mayFollowString(next)) return { kind: "broken", at: after };
      if (next === byte.colon && depth === 1) {
        const start = skipBlank(bytes, after + 1);
        if (start === bytes.length) break;
        const name = nameOf(json, at, closing);
        if (name === "Records" && withList && bytes[start] === byte.openBracket) {
          return { kind: "records", list: start };
        }
        if (name === "eventSource" || name === "eventName" || name === "detail") members[name] = start;
      }
      at = after;
    } else if (value === byte.openBrace) {
      depth += 1;
      at += 1;
    } else if (value === byte.closeBrace) {
      depth -= 1;
      at += 1;
      if (depth === 0) return { kind: "object", end: at, members };
    } else {
      at += 1;
    }
  }
  return { kind: "unfinished" };
}

function mayFollowString(value: number): boolean {
  return (
    value === byte.colon || value === byte.comma || value === byte.closeBrace || value === byte.closeBracket
  );
}

/** No name that is looked for takes more, even if each of its characters is escaped. */
const longestName = "eventSource".length * "\\u0000".length;

/** A name without its quotes; undefined for one that is none of those looked for. */
function nameOf({ text }: JsonText, opening: number, closing: number): string | undefined {
  const length = closing - opening - 1;
  if (length > longestName || length < "detail".length) return undefined;
  const name = text.slice(opening + 1, closing);
  return name.includes("\\") ? unescaped(name) : name;
}

/** What the inside of a JSON string says; undefined if it is not one. */
function unescaped(inside: string): string | undefined {
  try {
    return String(JSON.parse(`"${inside}"`));
  } catch {
    return undefined;
  }
}

/**
 * What the string at a place says; undefined if there is another value. Other than ASCII it comes byte by byte.
 *
 * @param start the place of its opening quote
 */
export function stringAt(json: JsonText, start: number): string | undefined {
  if (json.bytes[start] !== byte.quote) return undefined;
  const inside = json.text.slice(start + 1, closingQuote(json, start + 1));
  return inside.includes("\\") ? unescaped(inside) : inside;
}

/**
 * Where a value that is not an object ends.
 *
 * @returns -1 if it does not end in the text, or is no value
 */
export function endOfValue(json: JsonText, start: number): number {
  const { bytes } = json;
  let depth = 0;
  for (let at = start; at < bytes.length; at += 1) {
    const value = bytes[at];
    if (value === byte.quote) {
      at = closingQuote(json, at + 1);
      if (at === -1) return -1;
      if (depth === 0) return at + 1;
    } else if (value === byte.openBracket) {
      depth += 1;
    } else if (value === byte.closeBracket && depth > 0) {
      depth -= 1;
      if (depth === 0) return at + 1;
    } else if (depth === 0 && (value === byte.comma || value === byte.closeBracket || isBlank(value))) {
      return at === start ? -1 : at;
    }
  }
  return -1;
}
