import type { MatchDetection } from "../../detection.ts";
import { asked, at, byService, succeeded, text, who } from "../../reading/index.ts";
import { otherUser } from "./iam-user.ts";

/** A long-lived way back in, as somebody else. IAM's events arrive in us-east-1 alone. */
export const accessKeyForAnotherUser: MatchDetection = {
  id: "access-key-for-another-user",
  title: "Access key made for another user",
  description:
    "Somebody made an access key for another IAM user: a way back in that lasts and has another's name. Rekey's own rotation of access keys is left out.",
  technique: "T1098.001",
  severity: "MEDIUM",
  kind: "match",
  wants: [{ source: "iam.amazonaws.com", names: ["CreateAccessKey"] }],
  matches: (record) => succeeded(record) && !byService(record),
  entity: otherUser,
  resources: (record) => [otherUser(record) ?? "unknown user"],
  why: (record) => `${who(record)} made an access key for the user ${asked(record, "userName")}.`,
  remedy: (record) => {
    const key = text(at(record.responseElements, "accessKey", "accessKeyId")) ?? "KEY_ID";
    return `If nobody asked for it: aws iam delete-access-key --user-name ${asked(record, "userName")} --access-key-id ${key}.`;
  },
};
