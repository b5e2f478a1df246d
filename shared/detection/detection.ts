import type { Severity } from "../findings/index.ts";
import type { CloudTrailRecord, WantedEvents } from "../trail/index.ts";

interface Common {
  /** Stable, in kebab case: people write it into filters. */
  id: string;
  title: string;
  /** A sentence or two on what it fires on and why that matters: for people who choose among detections. */
  description?: string;
  /** ATT&CK technique, such as `T1485`. */
  technique: string;
  severity: Severity | ((record: CloudTrailRecord) => Severity);
  wants: readonly WantedEvents[];
  /** Whether an event that it wants counts. Cheap things first: it is asked of each. */
  matches(record: CloudTrailRecord): boolean;
  /**
   * Whom or what the event is counted for, and what a finding is about: a key, a secret, a principal.
   * Undefined if the event is not to be counted.
   */
  entity(record: CloudTrailRecord): string | undefined;
  /** What else is concerned; the keys and the secret that the record names if absent. */
  resources?(record: CloudTrailRecord): readonly string[];
  /** What the reader should do now. */
  remedy: string | ((record: CloudTrailRecord) => string);
  /** A finding is closed when nothing of it was seen for so long; a kind has its own if absent. */
  quietSeconds?: number;
  /** Whether what this stack's own functions do counts too: for tampering with what watches. They do not if absent. */
  countsOwnStack?: boolean;
  /** Whether calls by AWS services, on the account's behalf too, are left out. They count if absent. */
  ignoresServices?: boolean;
}

/** Fires on each event that matches. */
export interface MatchDetection extends Common {
  kind: "match";
  why(record: CloudTrailRecord): string;
}

/** Fires when an entity has more than so many events, or distinct values, within a sliding window. */
export interface ThresholdDetection extends Common {
  kind: "threshold";
  /** More than this within the window fire. */
  threshold: number;
  /** At most a day. Up to 15 minutes is meant for what is frequent, longer for what is rare. */
  windowSeconds: number;
  /**
   * What is counted once, however many events have it, such as the secret that was read; each event if absent. An event
   * with several counts for each of them. In windows above 15 minutes it is known to five minutes when they were seen:
   * what lies further apart than the window is never counted together.
   */
  distinct?(record: CloudTrailRecord): string | readonly string[] | undefined;
  /** Whether the distinct values are resources: a finding then names those of the whole window, and not of its latest events alone. */
  countsResources?: boolean;
  why(count: number, entity: string): string;
}

/** Fires when a value was not seen with an entity for a long time: a principal with a secret. */
export interface FirstSeenDetection extends Common {
  kind: "first-seen";
  /**
   * What may be new, such as the principal. A finding is about the entity and the value together: its `entity` has
   * both, with a space between.
   */
  value(record: CloudTrailRecord): string | undefined;
  /** A value that was not seen for so long is new again. */
  forgetDays: number;
  /** After the entity's own first event, nothing is new for so long. */
  learningDays: number;
  why(value: string, entity: string): string;
}

/** Fires when an entity has more events in an hour than its own past lets expect. */
export interface RateDetection extends Common {
  kind: "rate";
  /** Fewer in an hour never fire, whatever the past. */
  minimum: number;
  /** As many times what was expected, and more, fire. */
  factor: number;
  /** After the entity's own first event, nothing fires for so long. */
  learningDays: number;
  why(count: number, expected: number, entity: string): string;
}

/** Fires when an entity, mostly a principal, does one thing after the other within a time. */
export interface SequenceDetection extends Common {
  kind: "sequence";
  /**
   * At least two, in their order; each may have its own condition beside `matches`. With `times`, so many events
   * of it (or of distinct values) are needed.
   */
  steps: readonly SequenceStep[];
  windowSeconds: number;
  why(record: CloudTrailRecord, entity: string): string;
}

/** One step of a sequence. */
export interface SequenceStep {
  /** In words, such as `lists secrets`. */
  says: string;
  matches(record: CloudTrailRecord): boolean;
  /** How many are needed; one if absent. */
  times?: number;
  distinct?(record: CloudTrailRecord): string | undefined;
}

/** Fires when what was promised did not come in time: a rotation that was begun or scheduled and did not happen. */
export interface AbsenceDetection extends Common {
  kind: "absence";
  /**
   * Seconds after the event by which it is to be fulfilled; `cancelled` if nothing is expected any more; else undefined.
   * A later promise takes the place of an earlier one.
   */
  expects(record: CloudTrailRecord): number | "cancelled" | undefined;
  /** Whether the event is what was expected: from it on the same is expected again, within the same time. */
  fulfils(record: CloudTrailRecord): boolean;
  /** @param since ISO 8601, when the promise was made or last kept */
  why(entity: string, since: string): string;
}

/** A detection that looks at more than one event. */
export type CountingDetection = Exclude<Detection, MatchDetection>;

/** A detection is data and pure functions: what it wants, what it matches, what it tells. */
export type Detection =
  | MatchDetection
  | ThresholdDetection
  | FirstSeenDetection
  | RateDetection
  | SequenceDetection
  | AbsenceDetection;
