import { secretOf } from "../../../trail/index.ts";
import type { MatchDetection } from "../../detection.ts";
import {
  asked,
  declined,
  isOpened,
  openedBy,
  openedTo,
  severityOf,
  succeeded,
  who,
} from "../../reading/index.ts";
import type { DetectionSettings } from "../../settings.ts";

/** A resource policy that lets in another account or everyone, or was put without the check for that. */
export function secretPolicyOpened(settings: DetectionSettings): MatchDetection {
  return {
    id: "secret-policy-opened",
    title: "Secret's policy lets in another account",
    description:
      "A secret's resource policy allows its reading to everyone or to an account that is not trusted, or was put with BlockPublicPolicy false, which leaves out AWS's own check for a public policy.",
    technique: "T1098",
    severity: (record) => {
      const opened = openedBy(record, record.requestParameters?.resourcePolicy, settings);
      return isOpened(opened) ? severityOf(opened) : "MEDIUM";
    },
    kind: "match",
    countsOwnStack: true,
    wants: [{ source: "secretsmanager.amazonaws.com", names: ["PutResourcePolicy"] }],
    matches: (record) =>
      succeeded(record) &&
      (declined(record, "blockPublicPolicy") ||
        isOpened(openedBy(record, record.requestParameters?.resourcePolicy, settings))),
    entity: secretOf,
    why: (record) =>
      `${who(record)} gave the secret a policy that opens it to ${openedTo(openedBy(record, record.requestParameters?.resourcePolicy, settings))}${declined(record, "blockPublicPolicy") ? ", with BlockPublicPolicy false" : ""}.`,
    remedy: (record) =>
      `See aws secretsmanager get-resource-policy --secret-id ${asked(record, "secretId")}. If it is not meant: aws secretsmanager delete-resource-policy --secret-id ${asked(record, "secretId")}, and rotate the secret; if it is, name the account under trustedAccounts.`,
  };
}
