import type { Severity } from "../../findings/index.ts";
import type { CloudTrailRecord } from "../../trail/index.ts";
import type { DetectionSettings } from "../settings.ts";

/** Events after which a detection must fire, or must not. */
export interface Example {
  /** What happens, in words. */
  says: string;
  /** In the order of their time. */
  records: readonly CloudTrailRecord[];
  /** ISO 8601: when the rates and absences are swept after the events; not at all if absent. */
  sweepAt?: string;
  settings?: Partial<DetectionSettings>;
  /** How severe one of the signals must be. */
  severity?: Severity;
  /** A part of what one of the signals must tell. */
  why?: string;
}

/** What a detection must find, and what nearly looks like it and must not be found. */
export interface Examples {
  fires: Example[];
  silent: Example[];
}

/**
 * An example. Events get ids by their place, so that each is one of its own unless they share a `sharedEventID`.
 *
 * @param more what is expected of the signals, and under which settings
 */
export function example(
  says: string,
  records: CloudTrailRecord | readonly CloudTrailRecord[],
  more: Omit<Example, "says" | "records"> = {},
): Example {
  const all = [records].flat();
  return {
    says,
    records: all.map((record, place) => ({ ...record, eventID: `event-${place + 1}` })),
    ...more,
  };
}
