import type { Signal } from "../../../../shared/findings/index.ts";
import { aFinding } from "../a-finding.ts";

/** Start of the tests' time. */
export const start = new Date("2026-03-01T12:00:00Z");

/** A moment so many seconds after the start. */
export function moment(seconds: number): Date {
  return new Date(start.getTime() + seconds * 1_000);
}

/** The same as CloudTrail writes it. */
export function eventTime(seconds: number): string {
  return `${moment(seconds).toISOString().slice(0, 19)}Z`;
}

/** A signal of one event, so many seconds after the start, with what a test cares about put in its place. */
export function aSignal(second: number, cares: Partial<Signal> = {}): Signal {
  const { id, revision, status, updatedAt, atLeast, ...told } = aFinding();
  const at = eventTime(second);
  return {
    ...told,
    firstSeen: at,
    lastSeen: at,
    eventIds: [`event-${second}`],
    quietSeconds: 600,
    ...cares,
  };
}
