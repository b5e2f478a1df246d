import { byteOrderMark, jsonText } from "./json-text.ts";
import { newTally, type Parsed } from "./tally.ts";
import { type Layout, type LogEvents, walkLog } from "./walk-log.ts";
import { takeObject, takeSkipped, type Wanted } from "./wanted-record.ts";

/** Takes a log in pieces. */
export interface LogParser {
  /** @param bytes as they follow in the log, unpacked; pieces may end anywhere */
  push(bytes: Buffer): Parsed;
  /** To be called after the last piece. */
  end(): Parsed;
}

/** Pieces are put together until there are so many bytes. */
const leastBytes = 1_024 * 1_024;

/**
 * Finds the wanted records of a log.
 *
 * @param name what problems call the log
 */
export function parseLog(name: string, wanted: Wanted): LogParser {
  const tally = newTally(name);
  const layout: Layout = { within: "values", isMember: false, isLost: false };
  /** Where in the log the first of the pieces at hand begins. */
  let offset = 0;
  let pieces: Buffer[] = [];
  let pieceBytes = 0;
  let neededBytes = leastBytes;

  const events: LogEvents = {
    record: (json, span, source) => tally.item(offset + span.start, takeSkipped(json, span, source, wanted)),
    object: (json, span, members) => tally.item(offset + span.start, takeObject(json, span, members, wanted)),
    stranger: (start) => tally.item(offset + start, { kind: "stranger" }),
    broken: (start, reason) => tally.item(offset + start, { kind: "malformed", reason }),
    list: tally.list,
  };
  const walk = (isLast: boolean) => {
    const [first = Buffer.alloc(0)] = pieces;
    const all = pieces.length === 1 ? first : Buffer.concat(pieces, pieceBytes);
    const skipped = offset === 0 && all.subarray(0, 3).equals(byteOrderMark) ? byteOrderMark.length : 0;
    offset += skipped;
    const bytes = all.subarray(skipped);
    const end = walkLog(jsonText(bytes), layout, isLast, events);
    offset += end;
    const rest = bytes.subarray(end);
    pieces = [rest];
    pieceBytes = rest.length;
    // A long record is not gone over again for each piece of it.
    neededBytes = Math.max(leastBytes, 2 * rest.length);
  };

  return {
    push: (bytes) => {
      pieces.push(bytes);
      pieceBytes += bytes.length;
      if (pieceBytes >= neededBytes) walk(false);
      return tally.drain();
    },
    end: () => {
      walk(true);
      const isCut = pieceBytes > 0 || (layout.within !== "values" && !layout.isLost);
      return tally.end(
        offset + pieceBytes === 0,
        isCut ? `It breaks off in the record at byte ${offset}.` : undefined,
      );
    },
  };
}
