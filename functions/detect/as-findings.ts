import { type Finding, findingId, type Signal } from "../../shared/findings/index.ts";

/**
 * A finding for each signal. Signals of one stretch of time about the same have the same id, those of a single event
 * have the event's.
 */
export function asFindings(signals: readonly Signal[]): Finding[] {
  return signals.map(({ quietSeconds, ...signal }) => {
    const stretch = Math.floor(Date.parse(signal.lastSeen) / 1_000 / quietSeconds);
    const occurrence = signal.count === 1 ? signal.eventIds.join() : String(stretch);
    return { ...signal, id: findingId(signal.ruleId, signal.entity, occurrence), status: "NEW" };
  });
}
