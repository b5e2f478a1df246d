import type { CloudTrailRecord } from "../record.ts";
import { DamagedLogError, type LogProblem, MalformedLogRecordError, NotALogError } from "./problems.ts";
import type { Taken } from "./wanted-record.ts";

/** What was found in a part of a log. */
export interface Parsed {
  /** The wanted records, in their order in the log. */
  records: CloudTrailRecord[];
  /** How many records were gone over, wanted or not. */
  seen: number;
  problems: LogProblem[];
}

/** Counts what is found in one log, and tells what is to be told of it. */
export interface Tally {
  list(): void;
  /** @param offset where it begins, in bytes from the log's beginning */
  item(offset: number, taken: Taken): void;
  /** What was found since the last time. */
  drain(): Parsed;
  /**
   * What is left to tell at the log's end.
   *
   * @param isEmpty whether the log has no byte
   * @param cut where the log breaks off, if it does
   */
  end(isEmpty: boolean, cut: string | undefined): Parsed;
}

/** Malformed records of one log that are told of one by one. */
const mostTold = 100;

/** A tally of the log of this name. */
export function newTally(source: string): Tally {
  const counts = { items: 0, seen: 0, strangers: 0, malformed: 0 };
  let hasList = false;
  let records: CloudTrailRecord[] = [];
  let problems: LogProblem[] = [];
  let drained = 0;

  const drain = (): Parsed => {
    const part = { records, seen: counts.seen - drained, problems };
    records = [];
    problems = [];
    drained = counts.seen;
    return part;
  };

  return {
    list: () => {
      hasList = true;
    },
    item: (offset, taken) => {
      counts.items += 1;
      if (taken.kind === "record") records.push(taken.record);
      if (taken.kind === "record" || taken.kind === "unwanted") counts.seen += 1;
      if (taken.kind === "stranger") counts.strangers += 1;
      if (taken.kind !== "malformed") return;
      counts.malformed += 1;
      if (counts.malformed > mostTold) return;
      const place = { record: counts.items, offset, reason: taken.reason };
      problems.push(new MalformedLogRecordError(source, place));
    },
    // Until a record is seen, nobody knows whether this is a log with faults or something else.
    drain: () => (counts.seen > 0 ? drain() : { records: [], seen: 0, problems: [] }),
    end: (isEmpty, cut) => {
      const { seen, strangers, malformed } = counts;
      if (seen === 0 && (!hasList || strangers > 0)) {
        const what = isEmpty ? "It is empty." : "There is no CloudTrail record in it.";
        problems = [new NotALogError(source, what, { cause: problems[0] })];
        return drain();
      }
      if (malformed > mostTold) {
        problems.push(new DamagedLogError(source, `${malformed - mostTold} more records cannot be read.`));
      }
      if (strangers > 0) {
        problems.push(new DamagedLogError(source, `${strangers} of its entries are no CloudTrail records.`));
      }
      if (cut) problems.push(new DamagedLogError(source, cut));
      return drain();
    },
  };
}
