import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import type { UserIdentity } from "../../shared/trail/index.ts";
import type { Call } from "./call.ts";

const assumedRole = /^arn:([^:]+):sts::(\d+):assumed-role\/([^/]+)\/(.+)$/;

/** Tells who made a call. */
export type IdentifyCaller = (call: Call) => Promise<UserIdentity>;

/**
 * Asks LocalStack's STS who an access key belongs to, once for each key. Signatures are not checked there, so the
 * caller's own secret is not needed.
 */
export function identifyCallers(upstream: string): IdentifyCaller {
  const known = new Map<string, Promise<UserIdentity>>();
  return (call) => {
    let identity = known.get(call.accessKeyId);
    if (!identity) {
      identity = ask(upstream, call).catch((): UserIdentity => {
        known.delete(call.accessKeyId);
        return { type: "Unknown", accessKeyId: call.accessKeyId };
      });
      known.set(call.accessKeyId, identity);
    }
    return identity;
  };
}

async function ask(upstream: string, { region, accessKeyId, sessionToken }: Call): Promise<UserIdentity> {
  const sts = new STSClient({
    endpoint: upstream,
    region,
    credentials: { accessKeyId, secretAccessKey: "unchecked", ...(sessionToken ? { sessionToken } : {}) },
  });
  const firstSeen = new Date();
  try {
    const { Arn = "", Account = "", UserId = "" } = await sts.send(new GetCallerIdentityCommand({}));
    return userIdentity({ arn: Arn, accountId: Account, principalId: UserId, accessKeyId, firstSeen });
  } finally {
    sts.destroy();
  }
}

/** What is known of a caller. */
export interface Caller {
  arn: string;
  accountId: string;
  principalId: string;
  accessKeyId: string;
  /** When the access key was first used: when its session began, LocalStack does not tell. */
  firstSeen: Date;
}

/** The `userIdentity` element for a caller. Source: "CloudTrail userIdentity element" in its user guide. */
export function userIdentity(caller: Caller): UserIdentity {
  const { arn, accountId, principalId, accessKeyId, firstSeen } = caller;
  const common = { principalId, arn, accountId, accessKeyId };
  const [, partition, account, roleName] = assumedRole.exec(arn) ?? [];
  if (roleName) {
    return {
      type: "AssumedRole",
      ...common,
      sessionContext: {
        sessionIssuer: {
          type: "Role",
          principalId: principalId.split(":")[0],
          arn: `arn:${partition}:iam::${account}:role/${roleName}`,
          accountId,
          userName: roleName,
        },
        attributes: {
          creationDate: `${firstSeen.toISOString().slice(0, 19)}Z`,
          mfaAuthenticated: "false",
        },
      },
    };
  }
  if (arn.endsWith(":root")) return { type: "Root", ...common, principalId: accountId };
  return { type: "IAMUser", ...common, userName: arn.split("/").at(-1) };
}
