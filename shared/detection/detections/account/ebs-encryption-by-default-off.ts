import type { MatchDetection } from "../../detection.ts";
import { placeOf, succeeded, who } from "../../reading/index.ts";

/** New disks are in clear text from now on. */
export const ebsEncryptionByDefaultOff: MatchDetection = {
  id: "ebs-encryption-by-default-off",
  title: "Encryption of new EBS volumes turned off",
  description: "New EBS volumes of the region are not encrypted by themselves any more.",
  technique: "T1562.001",
  severity: "MEDIUM",
  kind: "match",
  wants: [{ source: "ec2.amazonaws.com", names: ["DisableEbsEncryptionByDefault"] }],
  matches: succeeded,
  entity: placeOf,
  why: (record) => `${who(record)} turned off the encryption of new EBS volumes in ${record.awsRegion}.`,
  remedy: ({ awsRegion }) =>
    `Turn it on again: aws ec2 enable-ebs-encryption-by-default --region ${awsRegion}.`,
};
