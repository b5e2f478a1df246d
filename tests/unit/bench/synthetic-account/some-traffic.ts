import { type Traffic, type TrafficOptions, traffic } from "../../../../bench/synthetic-account/index.ts";
import type { CloudTrailRecord } from "../../../../shared/trail/index.ts";

/** A Friday. */
export const friday = new Date("2026-03-06T00:00:00Z");

/** Traffic as small as it gets, walked to its end: people, tools, services and a few reads of each program. */
export function someTraffic(options: Partial<TrafficOptions> = {}): Omit<Traffic, "records"> & {
  records: CloudTrailRecord[];
} {
  const { records, ...rest } = traffic({ seed: 7, from: friday, days: 1, eventsPerDay: 12_000, ...options });
  return { ...rest, records: [...records] };
}

/** How many records there are of each event. */
export function countByEvent(records: readonly CloudTrailRecord[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { eventName } of records) counts.set(eventName, (counts.get(eventName) ?? 0) + 1);
  return counts;
}
