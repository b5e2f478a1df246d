import { type CloudTrailRecord, cloudTrailRecordSchema } from "../record.ts";
import { checkOf } from "./check.ts";
import { byte, decode, type JsonText } from "./json-text.ts";
import { type Members, scanObject, stringAt } from "./scan-object.ts";
import type { WantedNames } from "./wanted-events.ts";

/** Which records are wanted. */
export interface Wanted {
  names: WantedNames;
  /** The earliest `eventTime`, in milliseconds since 1970. */
  fromMs: number;
  /** The `eventTime` before which records are wanted, in milliseconds since 1970. */
  toMs: number;
  /** Texts of which one is in every record that is wanted, in ASCII; of none, any record may be. */
  parts?: readonly string[];
}

/** An object in a text: from the place of its opening brace to the one after its closing brace. */
export interface Span {
  start: number;
  end: number;
}

/** What became of an object of a log. */
export type Taken =
  | { kind: "record"; record: CloudTrailRecord }
  | { kind: "unwanted" }
  /** It is no CloudTrail record: it has no `eventSource`. */
  | { kind: "stranger" }
  | { kind: "malformed"; reason: string };

const unwanted: Taken = { kind: "unwanted" };

/**
 * Reads an object of a log if its members tell that it is wanted: a record, or an EventBridge event with one.
 *
 * @param members as `scanObject` found them
 */
export function takeObject(json: JsonText, span: Span, members: Members, wanted: Wanted): Taken {
  if (members.eventSource === undefined) {
    const start = members.detail;
    if (start === undefined || json.bytes[start] !== byte.openBrace) return { kind: "stranger" };
    const scan = scanObject(json, start + 1, false);
    if (scan.kind !== "object" || scan.members.eventSource === undefined) return { kind: "stranger" };
    return takeObject(json, { start, end: scan.end }, scan.members, wanted);
  }
  const source = stringAt(json, members.eventSource);
  if (source === undefined) return { kind: "malformed", reason: "eventSource is not a string" };
  const names = wanted.names(source);
  if (names === undefined) return unwanted;
  const name = members.eventName === undefined ? undefined : stringAt(json, members.eventName);
  if (name !== undefined && names !== "all" && !names(name)) return unwanted;
  return takeRecord(json, span, wanted);
}

/**
 * Reads a record if its source and name are wanted.
 *
 * @param source the place of its source, after the quote
 */
export function takeSkipped(json: JsonText, span: Span, source: number, wanted: Wanted): Taken {
  const end = json.text.indexOf('"', source);
  const names = wanted.names(json.text.slice(source, end));
  if (names === undefined) return unwanted;
  if (names === "all") return takeRecord(json, span, wanted);
  const name = nameAfter(json, end, span);
  if (name !== undefined) return names(name) ? takeRecord(json, span, wanted) : unwanted;
  const scan = scanObject(json, span.start + 1, false);
  return takeObject(json, span, scan.kind === "object" ? scan.members : {}, wanted);
}

const beforeName = '","eventName":"';

/**
 * The name of a record where CloudTrail writes it: right after the source. Undefined where it is not, or where the
 * record speaks of a name once more: going through the record takes several times as long.
 *
 * @param source the place of the quote after the source
 */
function nameAfter({ text }: JsonText, source: number, span: Span): string | undefined {
  if (!text.startsWith(beforeName, source)) return undefined;
  const start = source + beforeName.length;
  const end = text.indexOf('"', start);
  // By its rarest letter: from one to the next is how a text is searched.
  for (let at = text.indexOf('Name"', end); at !== -1 && at < span.end; at = text.indexOf('Name"', at + 1)) {
    if (text.startsWith("event", at - "event".length)) return undefined;
  }
  return text.slice(start, end);
}

const isRecord: (value: unknown) => value is CloudTrailRecord = recordCheck();

/** Reads a record whose source and name seem to be wanted. */
function takeRecord(json: JsonText, { start, end }: Span, { names, fromMs, toMs, parts }: Wanted): Taken {
  if (parts && parts.length > 0) {
    const text = json.text.slice(start, end);
    if (!parts.some((part) => text.includes(part))) return unwanted;
  }
  let value: unknown;
  try {
    value = JSON.parse(decode(json, start, end));
  } catch {
    return { kind: "malformed", reason: "it is not JSON" };
  }
  if (!isRecord(value)) return { kind: "malformed", reason: reasonOf(value) };
  const wantedNames = names(value.eventSource);
  if (wantedNames === undefined || (wantedNames !== "all" && !wantedNames(value.eventName))) return unwanted;
  const isBounded = fromMs !== Number.NEGATIVE_INFINITY || toMs !== Number.POSITIVE_INFINITY;
  if (isBounded) {
    const timeMs = Date.parse(value.eventTime);
    if (timeMs < fromMs || timeMs >= toMs) return unwanted;
  }
  return { kind: "record", record: value };
}

function recordCheck(): (value: unknown) => value is CloudTrailRecord {
  const check = checkOf(cloudTrailRecordSchema);
  return (value): value is CloudTrailRecord => check(value);
}

function reasonOf(value: unknown): string {
  const [issue] = cloudTrailRecordSchema.safeParse(value).error?.issues ?? [];
  return `${issue?.path.join(".") || "record"}: ${issue?.message}`;
}
