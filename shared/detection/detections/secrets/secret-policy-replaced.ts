import { secretOf } from "../../../trail/index.ts";
import type { FirstSeenDetection } from "../../detection.ts";
import {
  asked,
  byService,
  changerOf,
  declined,
  isOpened,
  openedBy,
  placeOf,
  succeeded,
} from "../../reading/index.ts";
import type { DetectionSettings } from "../../settings.ts";

/** A secret's policy changed or taken away by somebody, without letting in anybody from outside. */
export function secretPolicyReplaced(settings: DetectionSettings): FirstSeenDetection {
  return {
    id: "secret-policy-replaced",
    title: "Secret's policy replaced or deleted",
    description:
      "Somebody replaced or deleted a secret's resource policy, and not CloudFormation or another service for them. A policy that was there to deny is gone. A change by hand is told of each time; of a role that deploys, such as Terraform's, that it does so, and not each time.",
    technique: "T1098",
    severity: "LOW",
    kind: "first-seen",
    wants: [{ source: "secretsmanager.amazonaws.com", names: ["PutResourcePolicy", "DeleteResourcePolicy"] }],
    matches: (record) =>
      succeeded(record) &&
      !byService(record) &&
      !declined(record, "blockPublicPolicy") &&
      !isOpened(openedBy(record, record.requestParameters?.resourcePolicy, settings)),
    entity: placeOf,
    value: (record) => {
      const who = changerOf(record, secretOf(record));
      return who && `${record.eventName === "DeleteResourcePolicy" ? "deleted" : "replaced"} by ${who}`;
    },
    forgetDays: settings.forgetDays,
    // Few do this: each of them is worth a look from the first day on.
    learningDays: 0,
    why: (value) => `A secret's resource policy was ${value}.`,
    remedy: (record) =>
      `Compare with the policy before: aws secretsmanager get-resource-policy --secret-id ${asked(record, "secretId")}.`,
  };
}
