import type { CloudTrailRecord } from "../../trail/index.ts";
import type { CountingDetection, Detection } from "../detection.ts";
import type { EventIndex } from "../event-index.ts";
import type { LedgerEvent } from "../state/ledger.ts";
import { secondOf } from "../time.ts";
import type { Candidate } from "../to-signal.ts";
import type { Watch } from "../watch.ts";
import { matchCandidate } from "./match.ts";

/**
 * The events of a batch that a detection counts for one entity. Groups are used again by the batches that follow: to find
 * one is most of the work that an event makes.
 */
export interface Group<D extends Detection = Detection> {
  detection: D;
  entity: string;
  /** Stands for both where something is kept of them. */
  name: string;
  events: CountedEvent[];
  /** What the detection keeps of each event in turn; absent where it only counts them. */
  marks: string[] | undefined;
}

/** An event that detections count: the same for all of them. */
export interface CountedEvent extends LedgerEvent {
  record: CloudTrailRecord;
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
  /** What the detections say that look at one event each. */
  matches(): Candidate[];
  groups(): GroupsByKind;
  /** Of all records, whether they are counted or not. */
  times(): Times;
  /** Lets go of the events: the groups are not to be used any more. */
  release(): void;
}

/** Beyond so many entities all groups are made anew. */
const mostEntities = 50_000;

/** A group, and which batch uses it. */
interface Kept extends Group {
  watch: Watch;
  batch: Grouping | undefined;
}

/** Groups by their entity, for one batch after the other: an entity has a few, which are looked for together. */
export type KeptGroups = Map<string, Kept[]>;

/** A grouping without events. */
export function newGrouping(index: EventIndex<Watch>, groups: KeptGroups = new Map()): Grouping {
  const used: Kept[] = [];
  const matches: Candidate[] = [];
  const times: Times = { earliest: "", latest: "" };

  const groupOf = (watch: Watch, entity: string): Group => {
    let ofEntity = groups.get(entity);
    if (!ofEntity) {
      ofEntity = [];
      groups.set(entity, ofEntity);
    }
    for (const kept of ofEntity) {
      if (kept.watch !== watch) continue;
      if (kept.batch === grouping) return kept;
      // One that another batch uses at the same time is left to it.
      if (kept.batch) continue;
      kept.batch = grouping;
      used.push(kept);
      return kept;
    }
    const kept = newGroup(watch, entity, grouping);
    ofEntity.push(kept);
    used.push(kept);
    return kept;
  };

  const add = (record: CloudTrailRecord) => {
    // As text they sort by time.
    if (record.eventTime > times.latest) times.latest = record.eventTime;
    if (times.earliest === "" || record.eventTime < times.earliest) times.earliest = record.eventTime;
    let event: CountedEvent | undefined;
    for (const watch of index(record)) {
      const entity = watch.entityOf(record);
      if (entity === undefined) continue;
      if (watch.detection.kind === "match") {
        matches.push(matchCandidate(watch.detection, entity, record));
        continue;
      }
      const mark = watch.markOf ? watch.markOf(record) : "";
      if (mark === undefined) continue;
      event ??= { record, eventId: record.eventID, second: secondOf(record.eventTime) };
      const group = groupOf(watch, entity);
      group.events.push(event);
      group.marks?.push(mark);
    }
  };

  const grouping: Grouping = {
    add: (records) => records.forEach(add),
    matches: () => matches,
    times: () => times,
    groups: () => {
      const groups: GroupsByKind = { threshold: [], "first-seen": [], rate: [], sequence: [], absence: [] };
      for (const group of used) {
        if (isOf("threshold", group)) groups.threshold.push(group);
        else if (isOf("first-seen", group)) groups["first-seen"].push(group);
        else if (isOf("rate", group)) groups.rate.push(group);
        else if (isOf("sequence", group)) groups.sequence.push(group);
        else if (isOf("absence", group)) groups.absence.push(group);
      }
      return groups;
    },
    release: () => {
      for (const kept of used) {
        kept.events.length = 0;
        if (kept.marks) kept.marks.length = 0;
        kept.batch = undefined;
      }
      used.length = 0;
      if (groups.size > mostEntities) groups.clear();
    },
  };
  return grouping;
}

function newGroup(watch: Watch, entity: string, batch: Grouping): Kept {
  const { detection, markOf } = watch;
  const marks = markOf && [];
  return { detection, entity, name: `${detection.id}#${entity}`, events: [], marks, watch, batch };
}

function isOf<K extends Detection["kind"]>(
  kind: K,
  group: Group,
): group is Group<Extract<Detection, { kind: K }>> {
  return group.detection.kind === kind;
}
