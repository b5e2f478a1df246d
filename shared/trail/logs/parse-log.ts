import { byteOrderMark, jsonText } from "./json-text.ts";
import { newTally, type Parsed } from "./tally.ts";
import { type Layout, type LogEvents, walkLog } from "./walk-log.ts";
import { takeObject, takeSkipped, type Wanted } from "./wanted-record.ts";

/** Takes a log in pieces. */
export interface LogParser {
  /**
   * @param bytes as they follow in the log, unpacked; pieces may end anywhere
   * @returns what was found, in parts
   */
  push(bytes: Buffer): Generator<Parsed>;
  /** To be called after the last piece. */
  end(): Generator<Parsed>;
}

/** So many bytes are gone over at once: what is made of them stays in the processor's cache. */
const stretchBytes = 64 * 1_024;

/**
 * Finds the wanted records of a log.
 *
 * @param name what problems call the log
 */
export function parseLog(name: string, wanted: Wanted): LogParser {
  const tally = newTally(name);
  const layout: Layout = { within: "values", isMember: false, isAfterItem: false, isLost: false };
  /** Where in the log the bytes at hand begin. */
  let offset = 0;
  let pieces: Buffer[] = [];
  let pieceBytes = 0;
  let neededBytes = stretchBytes;

  const events: LogEvents = {
    record: (json, span, source) => tally.item(offset + span.start, takeSkipped(json, span, source, wanted)),
    object: (json, span, members) => tally.item(offset + span.start, takeObject(json, span, members, wanted)),
    stranger: (start) => tally.item(offset + start, { kind: "stranger" }),
    broken: (start, reason) => tally.item(offset + start, { kind: "malformed", reason }),
    list: tally.list,
  };
  /** Goes over bytes stretch by stretch; returns those at the end that more must follow. */
  const walk = function* (all: Buffer, isLast: boolean): Generator<Parsed, Buffer> {
    const hasMark = offset === 0 && all.subarray(0, byteOrderMark.length).equals(byteOrderMark);
    if (hasMark) offset += byteOrderMark.length;
    let bytes = hasMark ? all.subarray(byteOrderMark.length) : all;
    while (bytes.length >= neededBytes || (isLast && bytes.length > 0)) {
      const isLastStretch = isLast && bytes.length <= neededBytes;
      const stretch = bytes.subarray(0, neededBytes);
      const end = walkLog(jsonText(stretch), layout, isLastStretch, events);
      offset += end;
      bytes = bytes.subarray(end);
      // A record longer than a stretch is not gone over again and again.
      neededBytes = end === 0 ? 2 * neededBytes : stretchBytes;
      yield tally.drain();
      if (isLastStretch) break;
    }
    return bytes;
  };

  const walkPieces = function* (isLast: boolean): Generator<Parsed> {
    const [only] = pieces;
    const all = only && pieces.length === 1 ? only : Buffer.concat(pieces, pieceBytes);
    const rest = yield* walk(all, isLast);
    pieces = rest.length > 0 ? [rest] : [];
    pieceBytes = rest.length;
  };

  return {
    push: function* (bytes) {
      pieces.push(bytes);
      pieceBytes += bytes.length;
      if (pieceBytes >= neededBytes) yield* walkPieces(false);
    },
    end: function* () {
      yield* walkPieces(true);
      const isCut = pieceBytes > 0 || (layout.within !== "values" && !layout.isLost);
      const cut = isCut ? `It breaks off in the record at byte ${offset}.` : undefined;
      yield tally.end(offset + pieceBytes === 0, cut);
    },
  };
}
