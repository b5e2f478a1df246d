import type { CloudTrailRecord } from "../../../trail/index.ts";
import type { ThresholdDetection } from "../../detection.ts";
import { aboutOf, purposeOf } from "../about.ts";
import { SigmaRefusal } from "../refusal.ts";
import { overlap, together } from "../wants.ts";
import type { Correlation } from "./correlation.ts";
import { durationOf } from "./duration.ts";
import { type Member, memberFor } from "./members.ts";

/**
 * The detection of a correlation whose rules must all hold, or as many as its condition says, in whatever order: the
 * rules that held are counted.
 *
 * @throws SigmaRefusal if more than two rules may hold for one event, so that it counts for nobody knows which
 */
export function temporalDetection(correlation: Correlation, members: readonly Member[]): ThresholdDetection {
  const { header, windowSeconds } = correlation;
  const threshold = correlation.moreThan ?? members.length - 1;
  if (members.length < 2) throw new SigmaRefusal("correlation.rules: temporal needs two or more");
  if (threshold >= members.length)
    throw new SigmaRefusal(`correlation.condition: there are only ${members.length} rules`);
  if (members.length > 2) checkApart(members);
  return {
    ...aboutOf(
      header,
      members.map(({ rule }) => rule.header),
    ),
    kind: "threshold",
    wants: together(members.flatMap(({ rule }) => rule.wants)),
    threshold,
    windowSeconds,
    matches: (record) => memberFor(members, record, false) !== undefined,
    entity: (record) => memberFor(members, record, false)?.entity(record),
    distinct: (record) => heldFor(members, record),
    why: (_, entity) =>
      `${threshold + 1} of these happened to ${entity} within ${durationOf(windowSeconds)}: ${members.map(({ rule }) => rule.header.title).join("; ")}. ${purposeOf(header)}`,
  };
}

/**
 * The rule that held for an event. If both of two held, it goes with any other event of either, so that it counts as
 * one of its own; two rules need two events.
 */
function heldFor(members: readonly Member[], record: CloudTrailRecord): string | undefined {
  const held = members.filter(({ rule, entity }) => rule.matches(record) && entity(record) !== undefined);
  return held.length > 1 ? `event ${record.eventID}` : held[0] && `rule ${held[0].reference}`;
}

function checkApart(members: readonly Member[]): void {
  for (const [at, one] of members.entries())
    for (const other of members.slice(0, at))
      if (overlap(one.rule.wants, other.rule.wants))
        throw new SigmaRefusal(
          `correlation.rules: ${one.reference} and ${other.reference} may both hold for one event; of more than two rules, each must demand another eventSource or eventName`,
        );
}
