import {
  type IAMClient,
  type PolicyDetail,
  paginateGetAccountAuthorizationDetails,
} from "@aws-sdk/client-iam";
import type { KeyIdentity } from "./replacement.ts";

/** Conditions on a key's aliases: they hold for one of the two keys alone, as long as both are in use. */
const aliasConditions = /kms:(ResourceAliases|RequestAlias)/;

/**
 * The account's identity policies whose effect hangs on which of two like keys is meant: they name the key's id or ARN,
 * or have a condition on its aliases. All others allow the new key what they allow the old one, whose key policy, tags,
 * grants and aliases it has.
 *
 * @returns who has it and what it is called, such as `role/app: inline policy read`
 */
export async function policiesNaming(client: IAMClient, key: KeyIdentity): Promise<string[]> {
  const found: string[] = [];
  const pages = paginateGetAccountAuthorizationDetails(
    { client, pageSize: 500 },
    { Filter: ["User", "Role", "Group", "LocalManagedPolicy"] },
  );
  for await (const page of pages) {
    const holders = [
      ...(page.UserDetailList ?? []).map((user) => ({
        of: `user/${user.UserName}`,
        list: user.UserPolicyList,
      })),
      ...(page.RoleDetailList ?? []).map((role) => ({
        of: `role/${role.RoleName}`,
        list: role.RolePolicyList,
      })),
      ...(page.GroupDetailList ?? []).map((group) => ({
        of: `group/${group.GroupName}`,
        list: group.GroupPolicyList,
      })),
    ];
    for (const { of, list = [] } of holders) {
      found.push(...list.filter(names(key)).map(({ PolicyName }) => `${of}: inline policy ${PolicyName}`));
    }
    for (const { Arn, PolicyVersionList = [] } of page.Policies ?? []) {
      const inUse = PolicyVersionList.find(({ IsDefaultVersion }) => IsDefaultVersion);
      if (hangsOnTheKey(inUse?.Document, key)) found.push(`managed policy ${Arn}`);
    }
  }
  return found;
}

function names(key: KeyIdentity): (policy: PolicyDetail) => boolean {
  return ({ PolicyDocument }) => hangsOnTheKey(PolicyDocument, key);
}

/**
 * Whether a policy holds for one of two like keys alone.
 *
 * @param document as IAM gives it, URL-encoded, or plain
 */
export function hangsOnTheKey(document: string | undefined, { id }: KeyIdentity): boolean {
  if (document === undefined) return false;
  const text = decoded(document);
  return text.includes(id) || aliasConditions.test(text);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
