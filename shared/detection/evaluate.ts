import { type Finding, findingId, type Signal } from "../findings/index.ts";
import type { CloudTrailRecord } from "../trail/index.ts";
import type { ThresholdDetection } from "./detection.ts";
import type { EventIndex } from "./event-index.ts";
import { matchSignal, thresholdSignal } from "./to-signal.ts";
import type { Counts, WindowStore } from "./windows/store.ts";

/**
 * How long counts are kept beyond their window, in seconds: CloudTrail delivers within 15 minutes as a rule, and the
 * queue may hold records back.
 */
const latenessSeconds = 3_600;

/** Findings of the detections that look at one event each. */
export function evaluateMatches(records: readonly CloudTrailRecord[], index: EventIndex): Finding[] {
  return records.flatMap((record) =>
    index(record).flatMap((detection) =>
      detection.kind === "match" && detection.matches(record)
        ? found(matchSignal(detection, record), record.eventID)
        : [],
    ),
  );
}

function found(signal: Signal | undefined, occurrence: string): Finding[] {
  if (!signal) return [];
  return [{ ...signal, id: findingId(signal.ruleId, signal.entity, occurrence), status: "NEW" }];
}

/**
 * Counts records into windows, and finds the entities with too many. What is found depends only on which events have
 * been counted so far, not on their order, their repetitions or how they were cut into batches. A flood that goes
 * on is found anew for each stretch of the window's length.
 */
export async function evaluateThresholds(
  records: readonly CloudTrailRecord[],
  index: EventIndex,
  windows: WindowStore,
): Promise<Finding[]> {
  const touched = groupBySeries(records, index);
  await Promise.all(
    touched.map(({ detection, series, events }) =>
      windows.add(
        series,
        events.map(({ eventID, second }) => ({ eventId: eventID, second })),
        detection.threshold + 1,
        detection.windowSeconds + latenessSeconds,
      ),
    ),
  );
  const found = await Promise.all(touched.map((group) => findingsOf(group, windows)));
  return found.flat();
}

type TimedRecord = CloudTrailRecord & { second: number };

interface Series {
  detection: ThresholdDetection;
  entity: string;
  series: string;
  events: TimedRecord[];
}

function groupBySeries(records: readonly CloudTrailRecord[], index: EventIndex): Series[] {
  const groups = new Map<string, Series>();
  for (const record of records) {
    for (const detection of index(record)) {
      if (detection.kind !== "threshold" || !detection.matches(record)) continue;
      const entity = detection.entity(record);
      if (entity === undefined) continue;
      const series = `${detection.id}#${entity}`;
      const group = groups.get(series) ?? { detection, entity, series, events: [] };
      group.events.push({ ...record, second: Math.floor(Date.parse(record.eventTime) / 1_000) });
      groups.set(series, group);
    }
  }
  return [...groups.values()];
}

async function findingsOf(
  { detection, entity, series, events }: Series,
  windows: WindowStore,
): Promise<Finding[]> {
  const length = detection.windowSeconds;
  const latest = events.reduce((one, other) => (other.second > one.second ? other : one));
  const earliest = events.reduce((one, other) => (other.second < one.second ? other : one));
  // An event counts in the windows that end at it and in those that end up to a window's length later.
  const counts = await windows.counts(series, earliest.second - length, latest.second + length);
  const largest = new Map<number, number>();
  for (const { end, count } of slidingSums(counts, length)) {
    const stretch = Math.floor(end / length);
    if (end < earliest.second || count <= detection.threshold) continue;
    largest.set(stretch, Math.max(largest.get(stretch) ?? 0, count));
  }
  return [...largest].flatMap(([stretch, count]) =>
    found(thresholdSignal(detection, entity, count, latest, earliest.eventTime), String(stretch)),
  );
}

/** How many events lie in each window of `length` seconds that ends in a second with events. */
function* slidingSums(counts: Counts, length: number): Generator<{ end: number; count: number }> {
  const seconds = [...counts].sort(([one], [other]) => one - other);
  let sum = 0;
  let first = 0;
  for (const [end, count] of seconds) {
    sum += count;
    for (let oldest = seconds[first]; oldest && oldest[0] <= end - length; oldest = seconds[first]) {
      sum -= oldest[1];
      first += 1;
    }
    yield { end, count: sum };
  }
}
