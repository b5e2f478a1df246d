import type { MatchDetection } from "../../detection.ts";
import { asked, byService, succeeded, who } from "../../reading/index.ts";
import { otherUser } from "./iam-user.ts";

/** A console password for somebody else is a way in as them. IAM's events arrive in us-east-1 alone. */
export const loginProfileChanged: MatchDetection = {
  id: "login-profile-changed",
  title: "Console password set for another user",
  description:
    "Somebody gave another IAM user a console password, or a new one: a way in as that user. New users get theirs this way too.",
  technique: "T1098.001",
  severity: (record) => (record.eventName === "UpdateLoginProfile" ? "MEDIUM" : "LOW"),
  kind: "match",
  wants: [{ source: "iam.amazonaws.com", names: ["CreateLoginProfile", "UpdateLoginProfile"] }],
  matches: (record) => succeeded(record) && !byService(record),
  entity: otherUser,
  resources: (record) => [otherUser(record) ?? "unknown user"],
  why: (record) =>
    `${who(record)} ${record.eventName === "UpdateLoginProfile" ? "changed" : "set"} the console password of ${asked(record, "userName")}.`,
  remedy: (record) =>
    `If nobody asked for it: aws iam delete-login-profile --user-name ${asked(record, "userName")}.`,
};
