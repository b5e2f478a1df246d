import type { Signal } from "../findings/index.ts";
import { accountOf, type CloudTrailRecord, keysOf, principalOf, secretOf } from "../trail/index.ts";
import type { MatchDetection, ThresholdDetection } from "./detection.ts";

/** How long a situation of a match detection lasts beyond its last event, where the detection does not say. */
const quietAfterMatch = 3_600;

/** What a match detection says of the event that it fired on. */
export function matchSignal(detection: MatchDetection, record: CloudTrailRecord): Signal | undefined {
  const entity = detection.entity(record);
  if (entity === undefined) return undefined;
  return {
    ...about(detection, record),
    entity,
    firstSeen: record.eventTime,
    count: 1,
    eventIds: [record.eventID],
    why: detection.why(record),
    quietSeconds: detection.quietSeconds ?? quietAfterMatch,
  };
}

/**
 * What a threshold detection says of an entity with too many events.
 *
 * @param latest the latest of the events at hand
 * @param firstSeen `eventTime` of the earliest of them
 */
export function thresholdSignal(
  detection: ThresholdDetection,
  entity: string,
  count: number,
  latest: CloudTrailRecord,
  firstSeen: string,
): Signal {
  return {
    ...about(detection, latest),
    entity,
    firstSeen,
    count,
    eventIds: [latest.eventID],
    why: detection.why(count, entity),
    quietSeconds: detection.quietSeconds ?? detection.windowSeconds,
  };
}

function about(
  { id, title, technique, severity, remedy, resources }: MatchDetection | ThresholdDetection,
  record: CloudTrailRecord,
) {
  return {
    ruleId: id,
    title,
    technique,
    severity: typeof severity === "string" ? severity : severity(record),
    remedy: typeof remedy === "string" ? remedy : remedy(record),
    resources: [...(resources?.(record) ?? concerned(record))],
    lastSeen: record.eventTime,
    principal: principalOf(record).arn,
    eventName: record.eventName,
    accountId: accountOf(record),
    region: record.awsRegion,
    sourceIPAddress: record.sourceIPAddress ?? "unknown",
    userAgent: record.userAgent ?? "unknown",
  };
}

/** The keys and the secret that a record names. */
function concerned(record: CloudTrailRecord): string[] {
  const secret = secretOf(record);
  return [...keysOf(record), ...(secret === undefined ? [] : [secret])];
}
