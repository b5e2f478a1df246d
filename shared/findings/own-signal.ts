import type { Signal } from "./finding.ts";

/** What a signal of the stack's own says; the rest is the same for all. */
type OwnSignal = Omit<
  Signal,
  "firstSeen" | "lastSeen" | "count" | "eventIds" | "sourceIPAddress" | "userAgent"
>;

/** A signal of what a function of the stack saw itself: no event of the trail tells it. */
export function ownSignal(signal: OwnSignal, at: Date): Signal {
  const seen = at.toISOString();
  return {
    ...signal,
    firstSeen: seen,
    lastSeen: seen,
    count: 1,
    eventIds: [],
    sourceIPAddress: "unknown",
    userAgent: "rekey",
  };
}
