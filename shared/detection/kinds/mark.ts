import type { CloudTrailRecord } from "../../trail/index.ts";
import type { Detection, SequenceDetection, ThresholdDetection } from "../detection.ts";
import { remembered } from "../reading/index.ts";
import { markOf } from "../state/marks.ts";

/** Tells what a detection keeps of an event beside its time; undefined if the event does not count. */
export type Mark = (record: CloudTrailRecord) => string | undefined;

/** A step that an event is, by its number, and the value where distinct ones are needed; else empty. */
export type Taken = readonly [step: number, value: string];

/** What is counted distinctly, what may be new, which steps an event is; undefined where only events are counted. */
export function markFunction(detection: Detection): Mark | undefined {
  switch (detection.kind) {
    case "threshold":
      return detection.distinct && valuesMark(detection.distinct);
    case "first-seen":
      return detection.value;
    case "sequence":
      return stepsMark(detection);
    default:
      return undefined;
  }
}

function valuesMark(distinct: NonNullable<ThresholdDetection["distinct"]>): Mark {
  return (record) => {
    const values = distinct(record) ?? "";
    return (typeof values === "string" ? values : markOf(values)) || undefined;
  };
}

function stepsMark({ steps }: SequenceDetection): Mark {
  // Nearly all events are one step and no other.
  const markOfStep = steps.map((_, at) => remembered((value) => JSON.stringify([[at, value]])));
  return (record) => {
    const taken: Taken[] = [];
    for (const [at, { matches, distinct }] of steps.entries()) {
      const value = matches(record) ? (distinct ? distinct(record) : "") : undefined;
      if (value !== undefined) taken.push([at, value]);
    }
    const [only, ...others] = taken;
    if (!only) return undefined;
    return others.length === 0 ? markOfStep[only[0]]?.(only[1]) : JSON.stringify(taken);
  };
}
