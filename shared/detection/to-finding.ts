import { type Finding, findingId } from "../findings/index.ts";
import { accountOf, type CloudTrailRecord, principalOf } from "../trail/index.ts";
import type { MatchDetection, ThresholdDetection } from "./detection.ts";

/** What a match detection says of the event that it fired on: a finding of its own for each event. */
export function matchFinding(detection: MatchDetection, record: CloudTrailRecord): Finding {
  return {
    ...about(record),
    id: findingId(detection.id, detection.resource(record), record.eventID),
    ruleId: detection.id,
    title: detection.title,
    technique: detection.technique,
    severity: detection.severity(record),
    resource: detection.resource(record),
    why: detection.why(record),
    remedy: detection.remedy(record),
  };
}

/**
 * What a threshold detection says of an entity with too many events.
 *
 * @param latest the latest of the events at hand
 * @param stretch the stretch of time that the window ends in: one finding for each
 */
export function thresholdFinding(
  detection: ThresholdDetection,
  entity: string,
  count: number,
  latest: CloudTrailRecord,
  stretch: string,
): Finding {
  const { id: ruleId, title, technique, severity, remedy } = detection;
  return {
    ...about(latest),
    id: findingId(ruleId, entity, stretch),
    ruleId,
    title,
    technique,
    severity,
    remedy,
    resource: entity,
    why: detection.why(count, entity),
  };
}

function about(record: CloudTrailRecord) {
  return {
    principal: principalOf(record).arn,
    eventName: record.eventName,
    eventTime: record.eventTime,
    eventIds: [record.eventID],
    accountId: accountOf(record),
    region: record.awsRegion,
    sourceIPAddress: record.sourceIPAddress ?? "unknown",
    userAgent: record.userAgent ?? "unknown",
  };
}
