import { principalOf } from "../../../trail/index.ts";
import type { ThresholdDetection } from "../../detection.ts";
import { instanceOf, isInside, networks } from "../../reading/index.ts";
import type { DetectionSettings } from "../../settings.ts";
import { givesData } from "./gives-data.ts";

/** An instance has one way to the internet; its credentials from two networks are on two machines. */
export function instanceCredentialsElsewhere(settings: DetectionSettings): ThresholdDetection {
  const threshold = settings.thresholds["instance-credentials-elsewhere"] ?? 1;
  const networkFrom = networks(settings);
  return {
    id: "instance-credentials-elsewhere",
    title: "Credentials of an EC2 instance used outside it",
    description:
      "The credentials of one EC2 instance are used for keys, secrets or parameters from more than one network within a day: somebody took them from its metadata service. The VPC is one network, of whichever endpoint; networks under ownNetworks are left out. Each service is looked at on its own: an instance reaches it one way.",
    technique: "T1552.005",
    severity: "HIGH",
    kind: "threshold",
    countsOwnStack: true,
    wants: givesData,
    threshold,
    windowSeconds: 86_400,
    // Refused calls show it just as well.
    matches: (record) => instanceOf(record) !== undefined,
    entity: (record) => `${principalOf(record).arn} with ${record.eventSource}`,
    distinct: (record) => networkFrom.public(record) ?? (isInside(record) ? "its VPC" : undefined),
    why: (count, entity) =>
      `The credentials of ${entity} were used from at least ${count} networks within a day; an instance has ${threshold}.`,
    remedy: (record) =>
      `Take away the role's sessions (console: IAM, role, Revoke sessions), look at the instance ${instanceOf(record)}, and have it ask for IMDSv2: aws ec2 modify-instance-metadata-options --instance-id ${instanceOf(record)} --http-tokens required. Rotate what was read: rekey rotate SECRET.`,
  };
}
