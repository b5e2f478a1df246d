import type { SequenceStep, ThresholdDetection } from "../../detection.ts";
import { aboutOf, purposeOf } from "../about.ts";
import { together } from "../wants.ts";
import type { Correlation } from "./correlation.ts";
import { durationOf } from "./duration.ts";
import { type Member, memberFor } from "./members.ts";

/** The detection of a correlation that counts events, or the values of a field in them. */
export function countDetection(correlation: Correlation, members: readonly Member[]): ThresholdDetection {
  const { header, windowSeconds, counted } = correlation;
  const { matches, distinct } = countedBy(correlation, members);
  const what = counted.length > 0 ? `different values of ${counted.join(", ")}` : "events";
  return {
    ...aboutOf(
      header,
      members.map(({ rule }) => rule.header),
    ),
    kind: "threshold",
    wants: together(members.flatMap(({ rule }) => rule.wants)),
    threshold: correlation.moreThan ?? 0,
    windowSeconds,
    matches,
    entity: (record) => memberFor(members, record, counted.length > 0)?.entity(record),
    ...(distinct && { distinct }),
    why: (count, entity) =>
      `${count} ${what} of ${entity} within ${durationOf(windowSeconds)}. ${purposeOf(header)}`,
  };
}

/** Which events a correlation counts, and what in them. */
export function countedBy(
  { counted }: Correlation,
  members: readonly Member[],
): Pick<SequenceStep, "matches" | "distinct"> {
  const counts = counted.length > 0;
  return {
    matches: (record) => memberFor(members, record, counts) !== undefined,
    ...(counts && { distinct: (record) => memberFor(members, record, true)?.value(record) }),
  };
}
