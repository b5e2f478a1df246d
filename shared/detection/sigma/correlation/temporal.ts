import type { ThresholdDetection } from "../../detection.ts";
import { aboutOf, purposeOf } from "../about.ts";
import { SigmaRefusal } from "../refusal.ts";
import { together } from "../wants.ts";
import type { Correlation } from "./correlation.ts";
import { durationOf } from "./duration.ts";
import { type Member, memberFor } from "./members.ts";

/**
 * The detection of a correlation whose rules must all hold, or as many as its condition says, in whatever order: the
 * rules that held are counted. An event counts for each rule that holds for it.
 *
 * @throws SigmaRefusal if there are too few rules
 */
export function temporalDetection(correlation: Correlation, members: readonly Member[]): ThresholdDetection {
  const { header, windowSeconds } = correlation;
  const threshold = correlation.moreThan ?? members.length - 1;
  if (members.length < 2) throw new SigmaRefusal("correlation.rules: temporal needs two or more");
  if (threshold >= members.length)
    throw new SigmaRefusal(`correlation.condition: there are only ${members.length} rules`);
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
    distinct: (record) =>
      members.filter(({ rule }) => rule.matches(record)).map(({ reference }) => reference),
    why: (_, entity) =>
      `${threshold + 1} of these happened to ${entity} within ${durationOf(windowSeconds)}: ${members.map(({ rule }) => rule.header.title).join("; ")}. ${purposeOf(header)}`,
  };
}
