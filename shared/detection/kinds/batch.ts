import type { CloudTrailRecord } from "../../trail/index.ts";
import type { Detection, MatchDetection } from "../detection.ts";
import type { EventIndex } from "../event-index.ts";
import { secondOf } from "../time.ts";
import type { Watch } from "../watch.ts";

/** The events of a batch that a detection counts for one entity. */
export interface Group<D extends Detection = Detection> {
  detection: D;
  entity: string;
  /** Stands for both where events are kept. */
  series: string;
  events: TimedRecord[];
}

/** A record and when it happened, in seconds since 1970. */
export interface TimedRecord {
  record: CloudTrailRecord;
  second: number;
}

/** The groups of a batch by the kind of their detection. */
export type GroupsByKind = {
  [K in Exclude<Detection["kind"], "match">]: Group<Extract<Detection, { kind: K }>>[];
};

/** The latest of events; the first of them where several are. */
export function latestOf(events: readonly TimedRecord[]): TimedRecord {
  return events.reduce((one, other) => (other.second > one.second ? other : one));
}

/** The seconds between which events lie. */
export function spanOf(events: readonly TimedRecord[]): { from: number; to: number } {
  let from = Number.POSITIVE_INFINITY;
  let to = Number.NEGATIVE_INFINITY;
  for (const { second } of events) {
    from = Math.min(from, second);
    to = Math.max(to, second);
  }
  return { from, to };
}

/** Ids of events in the order of their time, each once. */
export function idsOf(events: readonly TimedRecord[]): string[] {
  const inOrder = events.toSorted((one, other) => one.second - other.second);
  return [...new Set(inOrder.map(({ record }) => record.eventID))];
}

/** Groups the events of a batch by the detections that count them, and by entity. */
export function grouped(
  records: readonly CloudTrailRecord[],
  index: EventIndex<Watch<Exclude<Detection, MatchDetection>>>,
): GroupsByKind {
  const byWatch = new Map<Watch, Map<string, Group>>();
  for (const record of records) {
    let event: TimedRecord | undefined;
    for (const watch of index(record)) {
      const entity = watch.entityOf(record);
      if (entity === undefined) continue;
      event ??= { record, second: secondOf(record.eventTime) };
      const byEntity = byWatch.get(watch) ?? new Map<string, Group>();
      if (byEntity.size === 0) byWatch.set(watch, byEntity);
      const group = byEntity.get(entity);
      if (group) group.events.push(event);
      else byEntity.set(entity, groupOf(watch.detection, entity, event));
    }
  }
  const groups: GroupsByKind = { threshold: [], "first-seen": [], rate: [], sequence: [], absence: [] };
  for (const byEntity of byWatch.values()) {
    for (const group of byEntity.values()) {
      if (isOf("threshold", group)) groups.threshold.push(group);
      else if (isOf("first-seen", group)) groups["first-seen"].push(group);
      else if (isOf("rate", group)) groups.rate.push(group);
      else if (isOf("sequence", group)) groups.sequence.push(group);
      else if (isOf("absence", group)) groups.absence.push(group);
    }
  }
  return groups;
}

function groupOf(detection: Detection, entity: string, event: TimedRecord): Group {
  return { detection, entity, series: `${detection.id}#${entity}`, events: [event] };
}

function isOf<K extends Detection["kind"]>(
  kind: K,
  group: Group,
): group is Group<Extract<Detection, { kind: K }>> {
  return group.detection.kind === kind;
}
