import type { LedgerEvent } from "./ledger.ts";
import { valuesIn } from "./marks.ts";

/** How many distinct events there were in each second, by their marks. */
export type Seconds = ReadonlyMap<number, ReadonlyMap<string, number>>;

/** The distinct events of one series in one bucket, in columns. */
export interface SeriesEvents {
  seconds: number[];
  /** Absent where events are only counted. */
  marks: string[] | undefined;
  /** Absent where no event is added again. */
  ids: string[] | undefined;
  /** The same for looking up, once the ids or the marks are too many to be gone through for each event. */
  index: { ids: Set<string> | undefined; marks: Set<string>; values: number } | undefined;
  /** Whether the seconds follow one another. */
  isInOrder: boolean;
  /** What was counted of the columns: most series are never looked at so closely that it is needed. */
  counts: Map<number, Map<string, number>> | undefined;
  counted: number;
  /** Who did what in one of the events, as JSON, where it is kept. */
  context: string | undefined;
}

/** A longer list is not gone through for each event. */
const mostListed = 8;

/**
 * A series without events.
 *
 * @param mayRepeat whether an event may be added again
 */
export function seriesEvents(hasMarks: boolean, mayRepeat: boolean): SeriesEvents {
  return {
    seconds: [],
    marks: hasMarks ? [] : undefined,
    ids: mayRepeat ? [] : undefined,
    index: undefined,
    isInOrder: true,
    counts: undefined,
    counted: 0,
    context: undefined,
  };
}

/** Adds an event; one that is known changes nothing, where events may be added again. */
export function addEvent(events: SeriesEvents, { eventId, second }: LedgerEvent, mark: string): void {
  const { seconds, marks, ids } = events;
  if (ids) {
    if (hasEvent(events, eventId)) return;
    ids.push(eventId);
  }
  if (second < (seconds.at(-1) ?? second)) events.isInOrder = false;
  seconds.push(second);
  marks?.push(mark);
  if (!ids && !marks) return;
  if (events.index) {
    events.index.ids?.add(eventId);
    if (marks) addMark(events.index, mark);
  } else if (seconds.length > mostListed) {
    events.index = { ids: ids && new Set(ids), marks: new Set(), values: 0 };
    for (const each of marks ?? []) addMark(events.index, each);
  }
}

function addMark(index: { marks: Set<string>; values: number }, mark: string): void {
  const before = index.marks.size;
  if (index.marks.add(mark).size > before) index.values += valuesIn(mark).length;
}

/** How many distinct events there are, or distinct values in their marks, or more. */
export function mostOf({ seconds, marks = [], index }: SeriesEvents, of: "events" | "values"): number {
  if (of === "events") return seconds.length;
  return index ? index.values : marks.reduce((sum, mark) => sum + valuesIn(mark).length, 0);
}

/** The marks of the events; one may be told several times. */
export function marksOf({ marks = [], index }: SeriesEvents): Iterable<string> {
  return index ? index.marks : marks;
}

/** Whether an event was added before; false where none is added again. */
function hasEvent({ ids, index }: SeriesEvents, eventId: string): boolean {
  return (index ? index.ids?.has(eventId) : ids?.includes(eventId)) ?? false;
}

/** Whether an event with a mark is in a second. */
export function hasMarkAt(events: SeriesEvents, second: number, mark: string): boolean {
  const { seconds, marks, isInOrder } = events;
  // Mostly it is among the last.
  for (let at = seconds.length - 1; at >= 0 && (seconds[at] ?? 0) >= second; at -= 1)
    if (seconds[at] === second && (marks?.[at] ?? "") === mark) return true;
  return !isInOrder && (secondsOf(events).get(second)?.has(mark) ?? false);
}

/** How many events of each mark there are in each second. */
export function secondsOf(events: SeriesEvents): Seconds {
  events.counts ??= new Map();
  const { seconds, marks, counts } = events;
  for (; events.counted < seconds.length; events.counted += 1) {
    const second = seconds[events.counted] ?? 0;
    const mark = marks?.[events.counted] ?? "";
    const inSecond = counts.get(second);
    if (inSecond) inSecond.set(mark, (inSecond.get(mark) ?? 0) + 1);
    else counts.set(second, new Map([[mark, 1]]));
  }
  return counts;
}
