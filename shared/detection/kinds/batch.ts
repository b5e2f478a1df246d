import type { CloudTrailRecord } from "../../trail/index.ts";
import type { CountingDetection, Detection } from "../detection.ts";
import type { EventIndex } from "../event-index.ts";
import { secondOf } from "../time.ts";
import type { Watch } from "../watch.ts";

/** The events of a batch that a detection counts for one entity. */
export interface Group<D extends Detection = Detection> {
  detection: D;
  entity: string;
  /** Stands for both where events are kept. */
  series: string;
  events: CountedEvent[];
}

/** An event that a detection counts. */
export interface CountedEvent {
  record: CloudTrailRecord;
  /** When it happened, in seconds since 1970. */
  second: number;
  /** What the detection keeps of it. */
  mark: string;
}

/** `eventTime` of the earliest and of the latest event of a batch; empty if it has none. */
export interface Times {
  earliest: string;
  latest: string;
}

/** The groups of a batch by the kind of their detection. */
export type GroupsByKind = {
  [K in CountingDetection["kind"]]: Group<Extract<Detection, { kind: K }>>[];
};

/** The latest of events; the first of them where several are. */
export function latestOf(events: readonly CountedEvent[]): CountedEvent {
  return events.reduce((one, other) => (other.second > one.second ? other : one));
}

/** The seconds between which events lie. */
export function spanOf(events: readonly CountedEvent[]): { from: number; to: number } {
  let from = Number.POSITIVE_INFINITY;
  let to = Number.NEGATIVE_INFINITY;
  for (const { second } of events) {
    from = Math.min(from, second);
    to = Math.max(to, second);
  }
  return { from, to };
}

/** Ids of events in the order of their time, each once. */
export function idsOf(events: readonly CountedEvent[]): string[] {
  const inOrder = events.toSorted((one, other) => one.second - other.second);
  return [...new Set(inOrder.map(({ record }) => record.eventID))];
}

/** Groups events by the detections that count them, and by entity. */
export interface Grouping {
  /** All that is asked of a record is asked at once: later it would have to be fetched from memory again. */
  add(records: readonly CloudTrailRecord[]): void;
  groups(): GroupsByKind;
  /** Of all records, whether they are counted or not. */
  times(): Times;
}

/** A grouping without events. */
export function newGrouping(index: EventIndex<Watch<CountingDetection>>): Grouping {
  const byWatch = new Map<Watch<CountingDetection>, Map<string, Group>>();

  const count = ({ detection }: Watch, byEntity: Map<string, Group>, entity: string, event: CountedEvent) => {
    const group = byEntity.get(entity);
    if (group) group.events.push(event);
    else byEntity.set(entity, { detection, entity, series: `${detection.id}#${entity}`, events: [event] });
  };

  const times: Times = { earliest: "", latest: "" };
  return {
    times: () => times,
    add: (records) => {
      for (const record of records) {
        // As text they sort by time.
        if (record.eventTime > times.latest) times.latest = record.eventTime;
        if (times.earliest === "" || record.eventTime < times.earliest) times.earliest = record.eventTime;
        let second: number | undefined;
        for (const watch of index(record)) {
          const entity = watch.entityOf(record);
          if (entity === undefined) continue;
          const mark = watch.markOf(record);
          if (mark === undefined) continue;
          second ??= secondOf(record.eventTime);
          let byEntity = byWatch.get(watch);
          if (!byEntity) {
            byEntity = new Map();
            byWatch.set(watch, byEntity);
          }
          count(watch, byEntity, entity, { record, second, mark });
        }
      }
    },
    groups: () => {
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
    },
  };
}

function isOf<K extends Detection["kind"]>(
  kind: K,
  group: Group,
): group is Group<Extract<Detection, { kind: K }>> {
  return group.detection.kind === kind;
}
