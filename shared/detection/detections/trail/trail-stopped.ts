import type { MatchDetection } from "../../detection.ts";
import { byCloudFormation, succeeded, who } from "../../reading/index.ts";
import { trailOf } from "./trail-of.ts";

/** Without the trail nobody sees what comes next, Rekey neither. */
export const trailStopped: MatchDetection = {
  id: "trail-stopped",
  title: "CloudTrail stopped or trail deleted",
  description:
    "A trail was stopped or deleted. What happens from now on leaves no log file, and management events reach no rule that needs them: Rekey is blind.",
  technique: "T1562.008",
  severity: (record) => (byCloudFormation(record) ? "HIGH" : "CRITICAL"),
  kind: "match",
  countsOwnStack: true,
  wants: [{ source: "cloudtrail.amazonaws.com", names: ["StopLogging", "DeleteTrail"] }],
  matches: succeeded,
  entity: trailOf,
  resources: (record) => [trailOf(record)],
  why: (record) => `${who(record)} ${record.eventName === "StopLogging" ? "stopped" : "deleted"} the trail.`,
  remedy: (record) =>
    record.eventName === "StopLogging"
      ? `Start it again now: aws cloudtrail start-logging --name ${trailOf(record)}. Then take away the credentials of ${who(record)} unless they meant it.`
      : `Make it anew now: aws cloudtrail create-trail with its name, bucket and --is-multi-region-trail, then aws cloudtrail start-logging. Then take away the credentials of ${who(record)} unless they meant it.`,
};
