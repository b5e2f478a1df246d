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
  try {
    const { Arn = "", Account = "", UserId = "" } = await sts.send(new GetCallerIdentityCommand({}));
    return userIdentity(Arn, Account, UserId, accessKeyId);
  } finally {
    sts.destroy();
  }
}

/** The `userIdentity` element for a caller's ARN. Source: "CloudTrail userIdentity element" in its user guide. */
export function userIdentity(
  arn: string,
  accountId: string,
  principalId: string,
  accessKeyId: string,
): UserIdentity {
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
        attributes: { mfaAuthenticated: "false" },
      },
    };
  }
  if (arn.endsWith(":root")) return { type: "Root", ...common };
  return { type: "IAMUser", ...common, userName: arn.split("/").at(-1) };
}
