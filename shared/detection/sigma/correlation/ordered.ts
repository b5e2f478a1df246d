import { principalOf } from "../../../trail/index.ts";
import type { SequenceDetection, SequenceStep } from "../../detection.ts";
import { aboutOf, purposeOf } from "../about.ts";
import { SigmaRefusal } from "../refusal.ts";
import { together } from "../wants.ts";
import type { Correlation } from "./correlation.ts";
import { durationOf } from "./duration.ts";
import { type Member, memberFor } from "./members.ts";

/** A step of an ordered correlation, and the rules whose events count for it. */
export interface Step extends SequenceStep {
  members: readonly Member[];
}

/**
 * The detection of a correlation whose rules must hold one after the other.
 *
 * @throws SigmaRefusal if it wants less than all of them
 */
export function orderedDetection(correlation: Correlation, steps: readonly Step[]): SequenceDetection {
  const { header, windowSeconds, moreThan } = correlation;
  if (steps.length < 2) throw new SigmaRefusal("correlation.rules: temporal_ordered needs two or more");
  if (moreThan !== undefined && moreThan !== steps.length - 1)
    throw new SigmaRefusal("correlation.condition: an order is followed only if all rules are to hold");
  const members = steps.flatMap((step) => step.members);
  return {
    ...aboutOf(
      header,
      members.map(({ rule }) => rule.header),
    ),
    kind: "sequence",
    wants: together(members.flatMap(({ rule }) => rule.wants)),
    steps: steps.map(({ members: _, ...step }) => step),
    windowSeconds,
    matches: (record) => memberFor(members, record, false) !== undefined,
    entity: (record) => memberFor(members, record, false)?.entity(record),
    why: (record, entity) =>
      `${steps.map(({ says }) => says).join(", then ")}: within ${durationOf(windowSeconds)}, for ${entity}; last ${record.eventName} by ${principalOf(record).arn}. ${purposeOf(header)}`,
  };
}
