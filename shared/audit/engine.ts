import type { CloudTrailRecord, WantedEvents } from "../trail/index.ts";
import type { AuditEvent } from "./event/event.ts";
import type { AliasSpan } from "./subject/alias-history.ts";
import type { AliasSubject, Subject } from "./subject/subject.ts";

/** From when to when events count: `from` is part of it, `to` is not. */
export interface Period {
  from: Date;
  to: Date;
}

/** Events that a question needs. More may be given: those that do not count are left out afterwards. */
export interface Want {
  period: Period;
  events: readonly WantedEvents[];
  subject?: Subject | undefined;
  /** What an alias as the subject points at over time; without it, what the engine gives is to tell that. */
  spans?: readonly AliasSpan[] | undefined;
  /** Whether the records are wanted, too, of an engine that can give them. */
  records?: boolean;
  /** Whether calls alone that were refused for want of permission are needed. */
  isRefused?: boolean | undefined;
}

/** Some events of a trail. */
export interface EventBatch {
  events: AuditEvent[];
  /** The records that they were read from, where they were wanted and can be given. */
  records?: readonly CloudTrailRecord[];
  /** How many events were gone over, needed or not. */
  seen: number;
  /** What could not be read; the rest is. */
  problems: readonly Error[];
}

/** Where events come from. */
export interface AuditEngine {
  events(want: Want): AsyncIterable<EventBatch>;
  /** For engines that can tell more of an alias than the events of the question's period do. */
  aliases?: {
    /** In which its changes can be found. */
    period: Period;
    /** The key that it points at now, if that may be asked. */
    targetNow(alias: AliasSubject): Promise<string | undefined>;
  };
  /** For engines that can give whole records. */
  records?: {
    /** The event sources whose records can be had in reasonable time; without it, all. */
    sources?: readonly string[];
    /** Whether they come in about the order of time. */
    isInOrder: boolean;
  };
  /** What may be missing from an answer, in sentences. */
  notes?(period: Period): Promise<string[]>;
}
