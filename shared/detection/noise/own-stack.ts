import { accountOf, type CloudTrailRecord } from "../../trail/index.ts";

const roleArn = /^arn:[^:]+:iam::(\d{12}):role\/(?:.*\/)?([^/]+)$/;
const functionSession = /^arn:[^:]+:sts::(\d{12}):assumed-role\/([^/]+)\//;

/**
 * Whether a call was made by one of the stack's own functions: by a role of this account with a name that begins as
 * the stack's names do, as a Lambda function and AWS services assume it, and not a person with a session of their own name.
 *
 * @param stackPrefix how the names of the stack's roles and functions begin
 */
export function isOwnCall(record: CloudTrailRecord, stackPrefix: string): boolean {
  const { type, arn, sessionContext } = record.userIdentity;
  if (type !== "AssumedRole" || arn === undefined) return false;
  if (!arn.startsWith(stackPrefix, arn.lastIndexOf("/") + 1)) return false;
  const [, account, name] =
    roleArn.exec(sessionContext?.sessionIssuer?.arn ?? "") ?? functionSession.exec(arn) ?? [];
  return name?.startsWith(stackPrefix) === true && account === accountOf(record);
}
