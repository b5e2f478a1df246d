import type { Severity } from "../findings/index.ts";
import type { CloudTrailRecord } from "../trail/index.ts";

/** Which events a detection wants to see; all of a source where no names are given. */
export interface WantedEvents {
  source: string;
  names?: readonly string[];
}

interface Common {
  /** Stable, in kebab case: people write it into filters. */
  id: string;
  title: string;
  /** ATT&CK technique, such as `T1485`. */
  technique: string;
  wants: readonly WantedEvents[];
  matches(record: CloudTrailRecord): boolean;
}

/** Fires on one event. */
export interface MatchDetection extends Common {
  kind: "match";
  severity(record: CloudTrailRecord): Severity;
  /** The key or secret concerned. */
  resource(record: CloudTrailRecord): string;
  why(record: CloudTrailRecord): string;
  remedy(record: CloudTrailRecord): string;
}

/** Fires when an entity has more than so many events within a sliding window. */
export interface ThresholdDetection extends Common {
  kind: "threshold";
  severity: Severity;
  /** More events than this within the window fire. */
  threshold: number;
  windowSeconds: number;
  /** Whom or what events are counted for; undefined if the event is not to be counted. */
  entity(record: CloudTrailRecord): string | undefined;
  why(count: number, entity: string): string;
  remedy: string;
}

/** A detection is data and pure functions: what it wants, what it matches, what it tells. */
export type Detection = MatchDetection | ThresholdDetection;
