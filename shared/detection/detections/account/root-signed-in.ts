import type { CloudTrailRecord } from "../../../trail/index.ts";
import type { MatchDetection } from "../../detection.ts";
import { at, isRoot, text } from "../../reading/index.ts";

/** The root user may do everything, and hardly anything needs it. Its sign-ins are recorded in us-east-1 as a rule. */
export const rootSignedIn: MatchDetection = {
  id: "root-signed-in",
  title: "Root user signed in to the console",
  description:
    "Somebody signed in to the console as the account's root user, whom nothing can hold back. It weighs more if no second factor was asked for.",
  technique: "T1078.004",
  severity: (record) => (withSecondFactor(record) ? "MEDIUM" : "HIGH"),
  kind: "match",
  wants: [{ source: "signin.amazonaws.com", names: ["ConsoleLogin"] }],
  matches: (record) => isRoot(record) && text(at(record.responseElements, "ConsoleLogin")) === "Success",
  entity: ({ userIdentity }) => userIdentity.arn,
  resources: ({ userIdentity }) => [userIdentity.arn ?? "root user"],
  why: (record) =>
    `The root user signed in from ${record.sourceIPAddress}, ${withSecondFactor(record) ? "with" : "without"} a second factor.`,
  remedy:
    "If it was not you: change the root user's password, delete its access keys and look at what it did in CloudTrail. If it was: use a role in its place, and give the root user a second factor.",
};

function withSecondFactor({ additionalEventData }: CloudTrailRecord): boolean {
  return text(at(additionalEventData, "MFAUsed")) === "Yes";
}
