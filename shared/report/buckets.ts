import { labelOf, type Period } from "../audit/index.ts";
import type { Report } from "./report.ts";

/** Stretches of time that uses are counted by. */
export interface Buckets {
  unit: Report["buckets"]["unit"];
  /** By the clocks of the time zone, one for each stretch of the period: `2026-03-01T14:00`. */
  starts: string[];
  /** The place of a time, in milliseconds since 1970; undefined outside the period. */
  of(ms: number): number | undefined;
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** As many columns as a chart can show apart. */
const mostHours = 8 * 24;
const mostDays = 190;

/** Cuts a period into hours, days or weeks (from Monday) of a time zone: the finest that are not too many. */
export function bucketsOf({ from, to }: Period, timeZone: string): Buckets {
  const [first, end] = [from.getTime(), to.getTime()];
  const length = end - first;
  const unit = length <= mostHours * hourMs ? "hour" : length <= mostDays * dayMs ? "day" : "week";
  const label = labelOf(unit === "hour" ? "hour" : "day", timeZone);
  const startOf = (ms: number) => {
    const [day = "", hour = "00:00"] = label(ms).split(" ");
    return `${unit === "week" ? mondayOf(day) : day}T${hour}`;
  };
  // An hour that the clock goes through twice is one bucket; a day is at least 23 hours long.
  const places = new Map<string, number>();
  const put = (ms: number) => {
    const start = startOf(ms);
    if (!places.has(start)) places.set(start, places.size);
  };
  for (let at = first; at < end; at += hourMs) put(at);
  put(end - 1);
  return {
    unit,
    starts: [...places.keys()],
    of: (ms) => (ms < first || ms >= end ? undefined : places.get(startOf(ms))),
  };
}

function mondayOf(day: string): string {
  const date = new Date(`${day}T00:00Z`);
  const sinceMonday = (date.getUTCDay() + 6) % 7;
  return new Date(date.getTime() - sinceMonday * dayMs).toISOString().slice(0, 10);
}
