import * as z from "zod";
import type { SequenceDetection, SequenceStep } from "../detection.ts";
import { remembered } from "../reading/index.ts";
import { marksOf } from "../state/series-events.ts";
import type { Candidate } from "../to-signal.ts";
import { type Group, latestOf, spanOf } from "./batch.ts";
import type { Taken } from "./mark.ts";
import {
  type Around,
  type FiringWindow,
  marksAround,
  mostAround,
  secondsAround,
  windowCandidates,
} from "./windows.ts";

const takenSchema = z.array(z.tuple([z.int(), z.string()]));

/** What a sequence detection says of the windows in which all its steps were taken. */
export function sequenceCandidates(around: Around<SequenceDetection>): Candidate[] {
  const { group } = around;
  const { detection, entity, events } = group;
  const needed = detection.steps.reduce((sum, { times = 1 }) => sum + times, 0);
  if (mostAround(around, "events") < needed || !hasFirstStep(around)) return [];
  const taken = new Map([...marksAround(around)].map((mark) => [mark, takenOf(mark)]));
  const steps = new Set([...taken.values()].flat().map(([step]) => step));
  if (steps.size < detection.steps.length) return [];
  const seconds = secondsAround(around, spanOf(events).from).map(({ second, marks }) => ({
    second,
    events: [...marks].flatMap(([mark, times]) => Array<readonly Taken[]>(times).fill(taken.get(mark) ?? [])),
  }));
  return windowCandidates(group, firing(group, seconds), {
    why: ({ first, end }) => {
      const inside = events.filter(({ second }) => second >= first && second <= end);
      return detection.why(latestOf(inside.length > 0 ? inside : events).record, entity);
    },
  });
}

/** How the mark of an event begins that is the first step: steps are in their order. */
const firstStep = "[[0,";

function hasFirstStep({ buckets, series }: Around): boolean {
  for (const bucket of buckets) {
    const events = series.bucket(bucket);
    for (const mark of events ? marksOf(events) : []) if (mark.startsWith(firstStep)) return true;
  }
  return false;
}

const takenOf = remembered((mark): readonly Taken[] => takenSchema.parse(JSON.parse(mark)));

/** The events of one second, each with the steps that it is. */
interface Steps {
  second: number;
  events: (readonly Taken[])[];
}

function* firing(group: Group<SequenceDetection>, seconds: readonly Steps[]): Generator<FiringWindow> {
  const { steps, windowSeconds } = group.detection;
  const { from } = spanOf(group.events);
  const isLast = ([step]: Taken) => step === steps.length - 1;
  const isFirst = ([step]: Taken) => step === 0;
  let first = 0;
  for (const [at, { second, events }] of seconds.entries()) {
    // A window begins with a first step: what is before it does not matter.
    for (let oldest = seconds[first]; oldest && first < at; oldest = seconds[first]) {
      const begins = oldest.events.some((taken) => taken.some(isFirst));
      if (begins && oldest.second > second - windowSeconds) break;
      first += 1;
    }
    if (second < from || !events.some((taken) => taken.some(isLast))) continue;
    const window = seconds.slice(first, at + 1);
    const began = walk(steps, window);
    if (began === undefined) continue;
    const count = window.reduce((sum, of) => sum + of.events.length, 0);
    yield { first: began, end: second, events: count, count };
  }
}

/**
 * Takes the steps in their order, each as early as it can be. Within a second the order of events is not known: there
 * any order will do.
 *
 * @returns the second of the first event that was needed, or undefined if not all steps can be taken
 */
function walk(steps: readonly SequenceStep[], seconds: readonly Steps[]): number | undefined {
  let began: number | undefined;
  let at = 0;
  let values = new Set<string>();
  for (const { second, events } of seconds) {
    let rest = events;
    for (let moved = true; moved; ) {
      const left: (readonly Taken[])[] = [];
      const before = at;
      for (const [number, event] of rest.entries()) {
        const step = event.find(([taken]) => taken === at);
        if (!step || at !== before) {
          left.push(event);
          continue;
        }
        began ??= second;
        values.add(steps[at]?.distinct ? step[1] : `${second} ${number}`);
        if (values.size < (steps[at]?.times ?? 1)) continue;
        at += 1;
        values = new Set();
        if (at === steps.length) return began;
      }
      moved = at !== before;
      rest = left;
    }
  }
  return undefined;
}
