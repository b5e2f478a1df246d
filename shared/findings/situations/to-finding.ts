import type { Finding } from "../finding.ts";
import { mostCounted, type Situation } from "./situation.ts";

/**
 * What is to be published of a situation: its finding, and, of findings that it continues, that they are closed. The
 * latter go with every revision, since whoever joined them may have died before saying so.
 */
export function findingsOf(situation: Situation): Finding[] {
  const finding = findingOf(situation);
  const { supersedes: _, ...told } = finding;
  return [
    ...situation.supersedes.map(
      ({ id, revision }): Finding => ({
        ...told,
        id,
        revision,
        status: "CLOSED",
        supersededBy: situation.id,
      }),
    ),
    finding,
  ];
}

/** The finding that a situation stands for, as of its latest revision. */
export function findingOf(situation: Situation): Finding {
  const { lead, counted, largest, latest, revision, closed, supersedes } = situation;
  return {
    ...lead,
    id: situation.id,
    revision,
    status: closed ? "CLOSED" : revision === 1 ? "NEW" : "UPDATED",
    firstSeen: situation.firstSeen,
    lastSeen: situation.lastSeen,
    updatedAt: situation.updatedAt,
    count: Math.max(counted.length, largest),
    atLeast: largest > counted.length || counted.length >= mostCounted,
    eventIds: latest.map(({ id }) => id),
    resources: situation.resources,
    ...(supersedes.length > 0 ? { supersedes: supersedes.map(({ id }) => id) } : {}),
  };
}
