import type { CloudTrailRecord } from "../../../trail/index.ts";
import type { FirstSeenDetection } from "../../detection.ts";
import { directCaller, isPerson, placeOf, succeeded } from "../../reading/index.ts";
import type { DetectionSettings } from "../../settings.ts";
import { decrypts, parameterArns, readsParameters } from "./read.ts";

/** CloudFormation and Service Catalog read for a deployment; they are told by who invoked. */
export function parametersFirstDecryptedByPrincipal({
  learningDays,
  forgetDays,
}: DetectionSettings): FirstSeenDetection {
  const severity = (record: CloudTrailRecord) => (isPerson(record) ? "LOW" : "INFORMATIONAL");
  return {
    id: "parameters-first-decrypted-by-principal",
    title: "Principal reads parameters with decryption for the first time",
    description:
      "A principal reads parameters with decryption and never did so before in the account and region. What CloudFormation, Service Catalog and other services read is left out.",
    technique: "T1555.006",
    severity,
    kind: "first-seen",
    wants: readsParameters,
    matches: (record) => succeeded(record) && decrypts(record),
    entity: placeOf,
    value: directCaller,
    resources: parameterArns,
    forgetDays,
    learningDays,
    why: (value, entity) => `${value} read parameters with decryption in ${entity}, and never did so before.`,
    remedy:
      "Ask whose it is. If nobody knows, take away its credentials and change what it read: aws ssm put-parameter --overwrite.",
  };
}
