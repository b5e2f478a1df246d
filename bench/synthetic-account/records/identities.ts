import type { UserIdentity } from "../../../shared/trail/index.ts";
import type { Random } from "../stream/random.ts";
import { eventTime } from "./api-call.ts";

/** A role, as all its sessions name it. */
export interface Role {
  name: string;
  arn: string;
  /** Begins with AROA. */
  id: string;
  accountId: string;
}

/** Makes a role; a path, such as `/service-role/`, is in its ARN and not in its sessions'. */
export function role(random: Random, accountId: string, name: string, path = "/"): Role {
  return {
    name,
    arn: `arn:aws:iam::${accountId}:role${path}${name}`,
    id: `AROA${random.code(17)}`,
    accountId,
  };
}

/** A session of a role. Source: "CloudTrail userIdentity element". */
export function session(random: Random, of: Role, name: string, since: number, mfa = false): UserIdentity {
  const { accountId } = of;
  return {
    type: "AssumedRole",
    principalId: `${of.id}:${name}`,
    arn: sessionArn(of, name),
    accountId,
    accessKeyId: `ASIA${random.code(16)}`,
    sessionContext: {
      sessionIssuer: { type: "Role", principalId: of.id, arn: of.arn, accountId, userName: of.name },
      attributes: { creationDate: eventTime(since), mfaAuthenticated: String(mfa) },
    },
  };
}

/** The ARN of a role's session. */
export function sessionArn({ accountId, name }: Role, session: string): string {
  return `arn:aws:sts::${accountId}:assumed-role/${name}/${session}`;
}

/** The same caller, where a service calls for it. */
export function onBehalf(identity: UserIdentity, invokedBy: string): UserIdentity {
  return { ...identity, invokedBy };
}

/** A user with an access key. */
export function user(random: Random, accountId: string, userName: string): UserIdentity {
  return {
    type: "IAMUser",
    principalId: `AIDA${random.code(17)}`,
    arn: `arn:aws:iam::${accountId}:user/${userName}`,
    accountId,
    accessKeyId: `AKIA${random.code(16)}`,
    userName,
  };
}
