const secretName = /^(\d{12})\/([a-z0-9-]+)\/(.+)$/;

/** A resource of a finding, as other formats name it. */
export interface NamedResource {
  /** As in AWS CloudFormation; undefined where it is none of the kinds that findings are mostly about. */
  type: "AWS::KMS::Key" | "AWS::SecretsManager::Secret" | "AWS::IAM::Role" | "AWS::IAM::User" | undefined;
  uid: string;
}

const types = [
  [/^arn:[^:]+:kms:[^:]*:[^:]*:key\//, "AWS::KMS::Key"],
  [/^arn:[^:]+:secretsmanager:[^:]*:[^:]*:secret:/, "AWS::SecretsManager::Secret"],
  [/^arn:[^:]+:(iam::[^:]*:role\/|sts::[^:]*:assumed-role\/)/, "AWS::IAM::Role"],
  [/^arn:[^:]+:iam::[^:]*:user\//, "AWS::IAM::User"],
] as const;

/** What a finding's resource is; a secret by name becomes its ARN without the six characters at its end. */
export function namedResource(resource: string, partition: string): NamedResource {
  const [, account, region, name] = secretName.exec(resource) ?? [];
  const uid = name ? `arn:${partition}:secretsmanager:${region}:${account}:secret:${name}` : resource;
  return { type: types.find(([pattern]) => pattern.test(uid))?.[1], uid };
}

/** The partition of a region: China and GovCloud are worlds of their own. */
export function partitionOf(region: string): string {
  if (region.startsWith("cn-")) return "aws-cn";
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}
