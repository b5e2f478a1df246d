import { ofLast } from "./of-last.ts";
import type { CloudTrailRecord } from "./record.ts";

/** Who made a call. */
export interface Principal {
  /** ARN of the user, of the role for an assumed role, of the account for root; the service's name for a service. */
  readonly id: string;
  /** The ARN as recorded: with the session, for an assumed role. */
  readonly arn: string;
  /** The service that made the call for the principal, where one did. */
  readonly invokedBy?: string | undefined;
}

/** Who made the call that a record tells of. An assumed role counts as its role. */
export const principalOf = ofLast(({ userIdentity, recipientAccountId }: CloudTrailRecord): Principal => {
  const { type, arn, accountId, invokedBy, sessionContext, principalId } = userIdentity;
  const known = arn || principalId || `${type ?? "Unknown"}:${accountId || recipientAccountId || "unknown"}`;
  if (type === "AWSService" || (type === undefined && invokedBy))
    return { id: invokedBy || known, arn: arn || invokedBy || known, invokedBy };
  const role = type === "AssumedRole" ? sessionContext?.sessionIssuer?.arn : undefined;
  return { id: role || known, arn: known, invokedBy };
});
