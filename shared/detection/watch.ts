import { type CloudTrailRecord, ofLast, principalOf } from "../trail/index.ts";
import type { Detection } from "./detection.ts";
import { type EventIndex, indexByEvent } from "./event-index.ts";
import { type Mark, markFunction } from "./kinds/mark.ts";
import { type Allowance, allowancesOf } from "./noise/allow.ts";
import { isOwnCall } from "./noise/own-stack.ts";
import type { DetectionSettings } from "./settings.ts";

/** A detection, and whether one of the events that it wants is to be counted. */
export interface Watch<D extends Detection = Detection> {
  detection: D;
  /** The entity that the event is counted for; undefined if it is not to be counted. */
  entityOf(record: CloudTrailRecord): string | undefined;
  /** What is kept of an event that has an entity; absent where events are only counted. */
  markOf: Mark | undefined;
}

/** Detections by the events that they want, with what the settings leave out left out. */
export function watches<D extends Detection>(
  detections: readonly D[],
  settings: Pick<DetectionSettings, "allow" | "stackPrefix">,
): EventIndex<Watch<D>> {
  const isOwn = ofLast((record: CloudTrailRecord) => isOwnCall(record, settings.stackPrefix));
  const allowances = allowancesOf(settings.allow).filter(({ tagged }) => tagged === undefined);
  return indexByEvent(detections, (detection) => {
    const concerning = allowances.filter(({ concerns }) => concerns(detection.id));
    const markOf = markFunction(detection);
    const entityOf = entityFunction(detection, concerning, isOwn);
    return { detection, entityOf, markOf };
  });
}

function entityFunction(
  detection: Detection,
  allowances: readonly Allowance[],
  isOwn: (record: CloudTrailRecord) => boolean,
): Watch["entityOf"] {
  const { matches, entity: entityIn, countsOwnStack = false, ignoresServices = false } = detection;
  return (record) => {
    if (!matches(record)) return undefined;
    if (ignoresServices && isByService(record)) return undefined;
    const entity = entityIn(record);
    if (entity === undefined) return undefined;
    if (!countsOwnStack && isOwn(record)) return undefined;
    return allowances.length > 0 && isAllowed(record, entity, allowances) ? undefined : entity;
  };
}

function isByService({ userIdentity: { type, invokedBy } }: CloudTrailRecord): boolean {
  return type === "AWSService" || (invokedBy?.endsWith(".amazonaws.com") ?? false);
}

function isAllowed(record: CloudTrailRecord, entity: string, allowances: readonly Allowance[]): boolean {
  const { id, arn } = principalOf(record);
  const call = {
    principalId: id,
    principal: arn,
    sourceIPAddress: record.sourceIPAddress ?? "",
    userAgent: record.userAgent ?? "",
    entity,
    time: record.eventTime,
  };
  return allowances.some(({ covers }) => covers(call));
}
