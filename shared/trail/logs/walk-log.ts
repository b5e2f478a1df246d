import { byte, decode, type JsonText, skipBlank } from "./json-text.ts";
import { endOfValue, type Members, scanObject } from "./scan-object.ts";
import { newSearches, recordBeginning, type Searches, skipRecord } from "./skip-record.ts";
import type { Span } from "./wanted-record.ts";

/** Where in a log's layout a walk is. */
export interface Layout {
  /** Between values that stand beside each other, in a list of records, or in the object around such a list. */
  within: "values" | "list" | "object";
  /** Whether an object is around the list. */
  isMember: boolean;
  /** Whether a comma or the list's end must come next. */
  isAfterItem: boolean;
  /** Whether the next record must be searched for, since something broken came before. */
  isLost: boolean;
}

/** What a walk meets; places are those of bytes in the text. */
export interface LogEvents {
  /** A record, and where the value of its `eventSource` begins, after the quote. */
  record(json: JsonText, span: Span, source: number): void;
  /** An object that may be a record or have one. */
  object(json: JsonText, span: Span, members: Members): void;
  /** The beginning of a list of records. */
  list(): void;
  /** Something in a list that is not an object. */
  stranger(start: number): void;
  /** Something that cannot be read; the walk goes on at what looks like the next record. */
  broken(start: number, reason: string): void;
}

/** A record longer than this, in bytes, is taken for broken. CloudTrail's own are at most 1 MB long. */
export const longestRecord = 16 * 1_024 * 1_024;

/**
 * Walks over a piece of a log: over JSON values of any number, each a record, an EventBridge event, a list of such, or
 * an object with a list `Records`, as CloudTrail's own files are. An object that begins with `eventVersion` is a record.
 *
 * @param layout where the text before this one ended; changed to where this one ends
 * @param isLast whether no text follows
 * @returns the place from which on nothing could be told before more text comes; the text's end if all was
 */
export function walkLog(json: JsonText, layout: Layout, isLast: boolean, events: LogEvents): number {
  const { bytes, text } = json;
  const searches = newSearches();
  let at = 0;
  for (;;) {
    if (layout.isLost) {
      const found = nextRecord(text, layout, at);
      if (found === -1) return isLast ? text.length : Math.max(at, text.length - recordBeginning.length);
      layout.isLost = false;
      layout.isAfterItem = false;
      at = found;
    }
    at = skipBlank(bytes, at);
    if (at === text.length) return at;
    if (layout.isAfterItem) {
      layout.isAfterItem = false;
      if (bytes[at] === byte.comma) {
        at += 1;
        continue;
      }
      if (bytes[at] !== byte.closeBracket) {
        lose(at, "what follows it is not JSON", layout, events);
        continue;
      }
    }
    const end = step(json, at, layout, searches, events);
    if (end !== undefined) {
      at = end;
      continue;
    }
    const isTooLong = text.length - at > longestRecord;
    if (!isTooLong && !(isLast && nextRecord(text, layout, at + 1) !== -1)) return at;
    lose(at, isTooLong ? "it is longer than 16 MiB" : "it has no end", layout, events);
    at += 1;
  }
}

function lose(at: number, reason: string, layout: Layout, events: LogEvents): void {
  events.broken(at, reason);
  layout.isLost = true;
}

/** In lines of JSON none but the first byte of a line begins a record at a line's start. */
function nextRecord(text: string, { within }: Layout, from: number): number {
  if (within === "list") return text.indexOf(recordBeginning, from);
  const newline = text.indexOf("\n{", from);
  return newline === -1 ? -1 : newline + 1;
}

/** Goes over one thing; returns where it ends, or undefined if that is not in the text. */
function step(
  json: JsonText,
  at: number,
  layout: Layout,
  searches: Searches,
  events: LogEvents,
): number | undefined {
  const value = json.bytes[at];
  if (layout.within === "object") return stepObject(json, at, at, layout, events);
  if (value === byte.openBrace) return stepItem(json, at, layout, searches, events);
  if (layout.within === "values") {
    if (value === byte.openBracket) {
      enterList(layout, false, events);
      return at + 1;
    }
    lose(at, "it is neither an object nor a list", layout, events);
    return at;
  }
  if (value === byte.closeBracket) {
    layout.within = layout.isMember ? "object" : "values";
    return at + 1;
  }
  const end = endOfValue(json, at);
  if (end === -1) return undefined;
  events.stranger(at);
  layout.isAfterItem = true;
  return end;
}

function enterList(layout: Layout, isMember: boolean, events: LogEvents): void {
  layout.within = "list";
  layout.isMember = isMember;
  events.list();
}

function stepItem(
  json: JsonText,
  start: number,
  layout: Layout,
  searches: Searches,
  events: LogEvents,
): number | undefined {
  if (layout.within === "list" || json.text.startsWith(recordBeginning, start)) {
    const found = skipRecord(json, start, searches);
    if (found && (layout.within === "list" || !swallowsAnother(json, { start, end: found.end }, layout))) {
      events.record(json, { start, end: found.end }, found.source);
      layout.isAfterItem = layout.within === "list";
      return found.end;
    }
  }
  return stepObject(json, start, start + 1, layout, events);
}

/** @param from a place in the object that begins at `start`, or whose beginning came before */
function stepObject(
  json: JsonText,
  start: number,
  from: number,
  layout: Layout,
  events: LogEvents,
): number | undefined {
  const isRecord = layout.within === "list" || json.text.startsWith(recordBeginning, start);
  const scan = scanObject(json, from, !isRecord);
  if (scan.kind === "unfinished") return undefined;
  if (scan.kind === "records") {
    enterList(layout, true, events);
    return scan.list + 1;
  }
  if (scan.kind === "object" && layout.within === "object") {
    layout.within = "values";
    return scan.end;
  }
  if (scan.kind === "broken" || swallowsAnother(json, { start, end: scan.end }, layout)) {
    lose(start, "it is not JSON", layout, events);
    if (layout.within === "object") layout.within = "values";
    return start + 1;
  }
  events.object(json, { start, end: scan.end }, scan.members);
  layout.isAfterItem = layout.within === "list";
  return scan.end;
}

/**
 * Whether what was taken for one object lacks a brace, and has the next ones in it. Where it looks so, all of it is
 * parsed.
 */
function swallowsAnother(json: JsonText, { start, end }: Span, layout: Layout): boolean {
  if (nextRecord(json.text.slice(start + 1, end), layout, 0) === -1) return false;
  try {
    JSON.parse(decode(json, start, end));
    return false;
  } catch {
    return true;
  }
}
