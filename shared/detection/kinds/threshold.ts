import type { ThresholdDetection } from "../detection.ts";
import type { LedgerEvent, Observations, Series } from "../state/ledger.ts";
import { valuesIn } from "../state/marks.ts";
import { hasMarkAt } from "../state/series-events.ts";
import { bucketOf, longStream, streamOf } from "../state/streams.ts";
import { beginningOf } from "../time.ts";
import type { Candidate } from "../to-signal.ts";
import { type Group, spanOf } from "./batch.ts";
import {
  type Around,
  type FiringWindow,
  marksAround,
  mostAround,
  type Second,
  secondsAround,
  windowCandidates,
} from "./windows.ts";

/** In long windows it is known to so many seconds when a value was seen: it need not be kept more often. */
const cellSeconds = 300;

/** What is kept of a group's events. */
export function thresholdObservations(group: Group<ThresholdDetection>, series: Series): Observations {
  return isByCells(group.detection)
    ? cellsOf(group, series)
    : { series, events: group.events, marks: group.marks };
}

function isByCells({ windowSeconds, distinct }: ThresholdDetection): boolean {
  return distinct !== undefined && streamOf(windowSeconds) === longStream;
}

/** Each value once in five minutes, and not again where it is known: reads of secrets are frequent all day. */
function cellsOf({ events, marks = [] }: Group<ThresholdDetection>, series: Series): Observations {
  const cells = new Map<string, { event: LedgerEvent; mark: string }>();
  let last = { second: Number.NaN, mark: "" };
  for (const [n, { second: exactly }] of events.entries()) {
    const second = beginningOf(exactly, cellSeconds);
    const values = marks[n] ?? "";
    if (second === last.second && values === last.mark) continue;
    last = { second, mark: values };
    const known = series.bucket(bucketOf(longStream, second));
    for (const mark of valuesIn(values)) {
      if (known && hasMarkAt(known, second, mark)) continue;
      const eventId = `${second} ${mark}`;
      cells.set(eventId, { event: { eventId, second }, mark });
    }
  }
  const all = [...cells.values()];
  return { series, events: all.map(({ event }) => event), marks: all.map(({ mark }) => mark), areNew: true };
}

/** What a threshold detection says of the windows that a group's events fall into. */
export function thresholdCandidates(around: Around<ThresholdDetection>): Candidate[] {
  const { group } = around;
  const { detection, entity } = group;
  if (mostAround(around, detection.distinct ? "values" : "events") <= detection.threshold) return [];
  if (detection.distinct && valuesAround(around) <= detection.threshold) return [];
  const { from } = spanOf(group.events);
  const earliest = isByCells(detection) ? beginningOf(from, cellSeconds) : from;
  const seconds = secondsAround(around, earliest);
  return windowCandidates(group, firing(detection, earliest, seconds), {
    why: ({ count }) => detection.why(count, entity),
    ...(isByCells(detection) && { precision: cellSeconds }),
    resources: (window) => (detection.countsResources ? valuesWithin(window, seconds) : []),
  });
}

function valuesWithin({ first, end }: FiringWindow, seconds: readonly Second[]): string[] {
  const inside = seconds.filter(({ second }) => second >= first && second <= end);
  return inside.flatMap(({ marks }) => [...marks.keys()].flatMap(valuesIn));
}

function valuesAround(around: Around): number {
  const values = new Set<string>();
  for (const mark of marksAround(around)) for (const value of valuesIn(mark)) values.add(value);
  return values.size;
}

function* firing(
  { threshold, windowSeconds, distinct }: ThresholdDetection,
  from: number,
  seconds: readonly Second[],
): Generator<FiringWindow> {
  const values = new Map<string, number>();
  let events = 0;
  let first = 0;
  const count = ({ marks }: Second, sign: 1 | -1) => {
    for (const [mark, times] of marks) {
      events += sign * times;
      if (!distinct) continue;
      for (const value of valuesIn(mark)) {
        const left = (values.get(value) ?? 0) + sign * times;
        if (left > 0) values.set(value, left);
        else values.delete(value);
      }
    }
  };
  for (const second of seconds) {
    count(second, 1);
    for (let oldest = seconds[first]; oldest && oldest.second <= second.second - windowSeconds; ) {
      count(oldest, -1);
      first += 1;
      oldest = seconds[first];
    }
    const counted = distinct ? values.size : events;
    if (second.second < from || counted <= threshold) continue;
    yield { first: seconds[first]?.second ?? second.second, end: second.second, events, count: counted };
  }
}
