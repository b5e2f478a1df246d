import type { WantedEvents } from "../trail/index.ts";
import type { AuditEvent } from "./event/event.ts";
import type { Subject } from "./subject/subject.ts";

/** A question to a trail. */
export interface Question<Answer> {
  /** The events that it is answered from. */
  wants: readonly WantedEvents[];
  /** What it is about; without it, about all. */
  subject?: Subject | undefined;
  /** Whether it is about calls alone that were refused for want of permission. */
  isRefused?: boolean;
  /** Begins an answer. */
  begin(): Reduction<Answer>;
}

/** An answer in the making: it holds what it needs of the events, and not the events. Their order does not matter. */
export interface Reduction<Answer> {
  add(event: AuditEvent): void;
  answer(): Answer;
}

/** How often something happened, and when. */
export interface Occurrences {
  count: number;
  /** Of `count`, those that were refused or failed. */
  failed: number;
  /** ISO 8601. */
  first: string;
  last: string;
}

/** Occurrences of which there was none yet. */
export function noOccurrences(): Occurrences {
  return { count: 0, failed: 0, first: "", last: "" };
}

/** Counts an event. */
export function occur(occurrences: Occurrences, { time, error }: AuditEvent): void {
  occurrences.count += 1;
  if (error !== undefined) occurrences.failed += 1;
  if (occurrences.first === "" || time < occurrences.first) occurrences.first = time;
  if (time > occurrences.last) occurrences.last = time;
}

/** The most frequent first, of equals the one that was first seen first. */
export function byCount(one: Occurrences, other: Occurrences): number {
  if (one.count !== other.count) return other.count - one.count;
  return one.first < other.first ? -1 : one.first > other.first ? 1 : 0;
}

/** How many principals, keys or secrets an answer names at most. */
export const mostNamed = 10_000;

/** How many sessions, addresses or contexts an answer names of each at most. */
export const mostOfEach = 100;
