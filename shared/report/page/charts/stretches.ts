import type { Report } from "../../report.ts";

/** A bucket of the report, with clock times as if they were UTC: a chart shows UTC. */
export interface Stretch {
  start: Date;
  end: Date;
  /** Such as `2026-03-01 14:00`. */
  name: string;
}

const hourMs = 3_600_000;
const lengths = { hour: hourMs, day: 24 * hourMs, week: 7 * 24 * hourMs };

export function stretchesOf({ unit, starts }: Report["buckets"]): Stretch[] {
  return starts.map((text) => {
    const start = new Date(`${text}Z`);
    const name = unit === "hour" ? text.replace("T", " ") : text.slice(0, 10);
    return {
      start,
      end: new Date(start.getTime() + lengths[unit]),
      name: unit === "week" ? `week from ${name}` : name,
    };
  });
}
