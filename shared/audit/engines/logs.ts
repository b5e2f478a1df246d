import { type FoundLogs, readRecords } from "../../trail/index.ts";
import type { AuditEngine } from "../engine.ts";
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
    events: async function* ({ period, events, subject, spans }) {
      if (problems.length > 0) yield { events: [], seen: 0, problems };
      for await (const batch of readRecords(sources, {
        wants: events,
        ...period,
        parts: plainParts(subject, spans),
      })) {
        const { records, seen, problems } = batch;
        yield { events: records.map(readEvent), records, seen, problems };
      }
    },
  };
}
