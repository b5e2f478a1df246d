import { keyKind, keyPolicy, noRoles } from "../shared/keys/index.ts";

/** Where the stack is: CloudFormation puts it in. */
const place = {
  // biome-ignore-start lint/suspicious/noTemplateCurlyInString: pseudo parameters of CloudFormation
  partition: "${AWS::Partition}",
  account: "${AWS::AccountId}",
  region: "${AWS::Region}",
  // biome-ignore-end lint/suspicious/noTemplateCurlyInString: pseudo parameters of CloudFormation
};

/**
 * The policies of the stack's own keys, made as `rekey key create` makes them. The account administers both. Identity
 * policies decide who uses them, and only through the services that hold what is encrypted.
 */
export const keyPolicies = {
  secrets: forCloudFormation(
    keyPolicy({ ...noRoles, throughServices: ["secretsmanager", "ssm"] }, place, keyKind()),
  ),
  alerts: forCloudFormation(
    keyPolicy(
      {
        ...noRoles,
        throughServices: ["sns", "dynamodb"],
        // Alarms publish to the encrypted topic.
        servicePrincipals: ["cloudwatch.amazonaws.com"],
      },
      place,
      keyKind(),
    ),
  ),
  /** Statements by their Sid: CloudTrail's own stand beside them. Log files are read through S3. */
  trail: Object.fromEntries(
    keyPolicy({ ...noRoles, throughServices: ["s3"] }, place, keyKind()).Statement.map((statement) => [
      statement.Sid,
      forCloudFormation(statement),
    ]),
  ),
};

/** A value in which CloudFormation substitutes pseudo parameters. */
function forCloudFormation(value: unknown): unknown {
  if (typeof value === "string") return value.includes("${") ? { "Fn::Sub": value } : value;
  if (Array.isArray(value)) return value.map(forCloudFormation);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, forCloudFormation(one)]));
}
