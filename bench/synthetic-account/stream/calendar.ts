import { day, hour } from "./timed.ts";

/** How busy each hour of a working day is, at most 1: a morning and an afternoon, and lunch between them. */
const workingDay = [
  0.02, 0.01, 0.01, 0.01, 0.01, 0.02, 0.06, 0.22, 0.65, 0.95, 1, 0.9, 0.5, 0.75, 0.98, 0.95, 0.85, 0.6, 0.28,
  0.14, 0.1, 0.07, 0.05, 0.03,
];

/** Some hours of a weekend see somebody. */
const weekendShare = 0.06;

/** How busy people in a time zone are at a moment, from 0 to 1. */
export function workload(at: number, zoneHours: number): number {
  const local = at + zoneHours * hour;
  const share = workingDay[Math.floor((local % day) / hour)] ?? 0;
  return isWeekend(local) ? share * weekendShare : share;
}

/** How busy what customers use is: it never sleeps, and has a weekend too. */
export function customerLoad(at: number, zoneHours: number): number {
  const local = at + zoneHours * hour;
  const share = workingDay[Math.floor((local % day) / hour)] ?? 0;
  return 0.2 + share * (isWeekend(local) ? 0.35 : 0.8);
}

/** Midnights of a time zone, from the one before a moment up to another moment. */
export function* daysBetween(from: number, until: number, zoneHours = 0): Generator<number> {
  const offset = zoneHours * hour;
  for (let start = Math.floor((from + offset) / day) * day - offset; start < until; start += day) yield start;
}

/** Whether a local time lies on a Saturday or Sunday; 1970 began on a Thursday. */
export function isWeekend(local: number): boolean {
  const weekday = (Math.floor(local / day) + 4) % 7;
  return weekday === 0 || weekday === 6;
}
