import type { MatchDetection } from "../../detection.ts";
import { succeeded, who } from "../../reading/index.ts";
import { missedBy } from "./selectors.ts";
import { trailOf } from "./trail-of.ts";

/** The quiet way to stop a trail: it runs on and sees nothing. */
export const trailSelectorsNarrowed: MatchDetection = {
  id: "trail-selectors-narrowed",
  title: "Trail misses what Rekey watches",
  description:
    "A trail's event selectors were changed so that it misses management events, read-only ones, or those of KMS, Secrets Manager or Systems Manager.",
  technique: "T1562.008",
  severity: "HIGH",
  kind: "match",
  countsOwnStack: true,
  wants: [{ source: "cloudtrail.amazonaws.com", names: ["PutEventSelectors"] }],
  matches: (record) => succeeded(record) && missedBy(record) !== undefined,
  entity: trailOf,
  resources: (record) => [trailOf(record)],
  why: (record) => `${who(record)} gave the trail selectors with which it misses ${missedBy(record)}.`,
  remedy: (record) =>
    `Unless another trail has them: aws cloudtrail put-event-selectors --trail-name ${trailOf(record)} --event-selectors '[{"ReadWriteType":"All","IncludeManagementEvents":true}]'.`,
};
