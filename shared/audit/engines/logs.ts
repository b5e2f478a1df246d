import {
  type FoundLogs,
  inEventOrder,
  readInTimeOrder,
  readRecords,
  refusalCodes,
} from "../../trail/index.ts";
import type { AuditEngine, Want } from "../engine.ts";
import { readEvent } from "../event/read-event.ts";
import { plainParts } from "../subject/plain-parts.ts";

/**
 * Answers from CloudTrail's log files. Of events that a question does not need it is only found out where they end.
 *
 * @param found the logs of the period, as `sourcesOf` finds them; it gives the files of the days that matter alone
 */
export function logsEngine({ sources, problems }: FoundLogs): AuditEngine {
  return {
    records: { isInOrder: true },
    events: async function* (want) {
      if (problems.length > 0) yield { events: [], seen: 0, problems };
      const { period, events: wants } = want;
      const reading = { wants, ...period, parts: partsOf(want) };
      // Answers do not depend on the order of events; what records are wanted for does.
      const batches = want.records
        ? readInTimeOrder(await inEventOrder(sources), reading)
        : readRecords(sources, reading);
      for await (const batch of batches) {
        const { records, seen, problems } = batch;
        yield { events: records.map(readEvent), records, seen, problems };
      }
    },
  };
}

/** Texts of which one is in every record that is wanted. */
function partsOf({ subject, spans, isRefused }: Want): readonly string[] {
  const parts = plainParts(subject, spans);
  return parts.length === 0 && isRefused ? refusalCodes : parts;
}
