import type { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { type Finding, findingId, publishFindings, type Signal } from "../../shared/findings/index.ts";

/** Puts what was found on the stack's bus; returns how many findings that were. */
export async function publishSignals(
  client: EventBridgeClient,
  eventBusName: string,
  signals: readonly Signal[],
): Promise<number> {
  const findings = signals.map(findingOf);
  await publishFindings(client, eventBusName, findings);
  return findings.length;
}

/**
 * A finding for each signal. Signals of one stretch of time about the same have the same id, those of a single event
 * have the event's.
 */
function findingOf({ quietSeconds, ...signal }: Signal): Finding {
  const stretch = Math.floor(Date.parse(signal.lastSeen) / 1_000 / quietSeconds);
  const occurrence = signal.count === 1 ? [...signal.eventIds, signal.lastSeen].join() : String(stretch);
  return { ...signal, id: findingId(signal.ruleId, signal.entity, occurrence), status: "NEW" };
}
