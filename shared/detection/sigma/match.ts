import { principalOf } from "../../trail/index.ts";
import type { MatchDetection } from "../detection.ts";
import { aboutOf, purposeOf } from "./about.ts";
import type { SigmaRule } from "./rule.ts";

/** The detection that fires on each event for which a rule holds. */
export function matchDetection({ header, wants, matches }: SigmaRule): MatchDetection {
  return {
    ...aboutOf(header),
    kind: "match",
    wants,
    matches,
    entity: (record) => principalOf(record).id,
    why: (record) => `${principalOf(record).arn} called ${record.eventName}. ${purposeOf(header)}`,
  };
}
