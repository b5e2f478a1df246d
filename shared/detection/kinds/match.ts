import type { CloudTrailRecord } from "../../trail/index.ts";
import type { MatchDetection } from "../detection.ts";
import { type Candidate, candidate, contextOf } from "../to-signal.ts";

/** What a match detection says of an event that it fired on. */
export function matchCandidate(
  detection: MatchDetection,
  entity: string,
  record: CloudTrailRecord,
): Candidate {
  return candidate(detection, contextOf(detection, record), {
    entity,
    firstSeen: record.eventTime,
    lastSeen: record.eventTime,
    count: 1,
    why: detection.why(record),
  });
}
