import { secretOf } from "../../../trail/index.ts";
import type { MatchDetection } from "../../detection.ts";
import { asked, byService, declined, isOpened, openedBy, succeeded, who } from "../../reading/index.ts";
import type { DetectionSettings } from "../../settings.ts";

/** A secret's policy changed or taken away by somebody, without letting in anybody from outside. */
export function secretPolicyReplaced(settings: DetectionSettings): MatchDetection {
  return {
    id: "secret-policy-replaced",
    title: "Secret's policy replaced or deleted",
    description:
      "Somebody replaced or deleted a secret's resource policy, and not CloudFormation or another service for them. A policy that was there to deny is gone.",
    technique: "T1098",
    severity: "LOW",
    kind: "match",
    wants: [{ source: "secretsmanager.amazonaws.com", names: ["PutResourcePolicy", "DeleteResourcePolicy"] }],
    matches: (record) =>
      succeeded(record) &&
      !byService(record) &&
      !declined(record, "blockPublicPolicy") &&
      !isOpened(openedBy(record, record.requestParameters?.resourcePolicy, settings)),
    entity: secretOf,
    why: (record) =>
      `${who(record)} ${record.eventName === "DeleteResourcePolicy" ? "deleted" : "replaced"} the secret's resource policy.`,
    remedy: (record) =>
      `Compare with the policy before: aws secretsmanager get-resource-policy --secret-id ${asked(record, "secretId")}.`,
  };
}
