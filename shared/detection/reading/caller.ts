import { at, type CloudTrailRecord, principalOf, remembered, text } from "../../trail/index.ts";

/** Whether an AWS service made the call, by itself or for the principal: S3 that decrypts an object for its reader. */
export function byService(record: CloudTrailRecord): boolean {
  const { type, invokedBy } = record.userIdentity;
  return type === "AWSService" || invokedBy !== undefined || isServiceName(record.sourceIPAddress);
}

/** Whether CloudFormation made the call while it deployed a stack. */
export function byCloudFormation(record: CloudTrailRecord): boolean {
  return (
    record.userIdentity.invokedBy === "cloudformation.amazonaws.com" ||
    record.sourceIPAddress === "cloudformation.amazonaws.com"
  );
}

/** What stands in `sourceIPAddress` where no machine of the caller's made the call. */
function isServiceName(address: string | undefined): boolean {
  return address !== undefined && (address.endsWith(".amazonaws.com") || address === "AWS Internal");
}

/** Whether the account's root user called. */
export function isRoot({ userIdentity }: CloudTrailRecord): boolean {
  return userIdentity.type === "Root" && userIdentity.invokedBy === undefined;
}

/** Whether somebody clicked it in the AWS Management Console. */
export function fromConsole(record: CloudTrailRecord): boolean {
  const flag = record.sessionCredentialFromConsole;
  return flag === "true" || flag === true || isConsole(record.userAgent ?? "");
}

const isConsole = remembered((userAgent) => /^Mozilla\/|console\.amazonaws\.com$/.test(userAgent));

/**
 * Whether a person called, and not an application: an IAM user, somebody who came by single sign-on or SAML, root.
 * IAM Identity Center's roles begin with AWSReservedSSO_.
 */
export function isPerson(record: CloudTrailRecord): boolean {
  const { type, sessionContext } = record.userIdentity;
  if (type === "AssumedRole")
    return sessionContext?.sessionIssuer?.userName?.startsWith("AWSReservedSSO_") ?? false;
  return ["IAMUser", "Root", "SAMLUser", "FederatedUser", "IdentityCenterUser"].includes(type ?? "");
}

const instanceId = /:assumed-role\/[^/]+\/(i-[0-9a-f]{8,17})$/;

/** The EC2 instance whose credentials made the call: instance roles have its id as the session's name. */
export function instanceOf({ userIdentity }: CloudTrailRecord): string | undefined {
  const { type, arn = "" } = userIdentity;
  if (type !== "AssumedRole" || !arn.startsWith("/i-", arn.lastIndexOf("/"))) return undefined;
  return instanceId.exec(arn)?.[1];
}

/** The principal, where it called by itself and no AWS service did for it; a flood of events counts for it. */
export function directCaller(record: CloudTrailRecord): string | undefined {
  return byService(record) ? undefined : principalOf(record).id;
}

/**
 * Whom a flood of events counts for: the principal, but of those who came by single sign-on each person on their own,
 * since they share a role.
 */
export function individual(record: CloudTrailRecord): string | undefined {
  const role = directCaller(record);
  return role !== undefined && isPerson(record) ? principalOf(record).arn : role;
}

/** The same, also where a service called for it. */
export function individualBehind(record: CloudTrailRecord): string | undefined {
  return isPerson(record) ? principalOf(record).arn : caller(record);
}

/** The principal, also where a service called for it; undefined for a service that called for itself. */
export function caller(record: CloudTrailRecord): string | undefined {
  return record.userIdentity.type === "AWSService" || record.userIdentity.type === undefined
    ? undefined
    : principalOf(record).id;
}

/** The principal's ARN with its session, for sentences. */
export function who(record: CloudTrailRecord): string {
  return principalOf(record).arn;
}

/** The name of the principal's role or user. */
export function callersName(record: CloudTrailRecord): string | undefined {
  const { sessionContext, userName } = record.userIdentity;
  return (
    sessionContext?.sessionIssuer?.userName ??
    userName ??
    text(at(record.userIdentity, "arn"))?.split("/").at(-1)
  );
}

/** Which program called, without its version, so that an update is nothing new: `aws-cli`, `Boto3`. */
export function programOf({ userAgent }: CloudTrailRecord): string | undefined {
  return programIn(userAgent ?? "");
}

const programIn = remembered((userAgent): string | undefined => {
  const agent = userAgent.replace(/^\[|\]$/g, "");
  if (agent === "" || isServiceName(agent)) return undefined;
  return agent.startsWith("Mozilla/")
    ? "a browser"
    : agent.split(/[/\s]/)[0]?.replace(/[_-][0-9a-f-]{30,}$/, "");
});
