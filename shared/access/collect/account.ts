import {
  type GetAccountAuthorizationDetailsResponse,
  type IAMClient,
  type PolicyDetail,
  paginateGetAccountAuthorizationDetails,
} from "@aws-sdk/client-iam";
import type { NamedPolicy } from "../match/statement.ts";
import { type Principal, parsePrincipal } from "../request/principal.ts";
import { inline, type KnownPrincipal } from "./identity.ts";
import { look } from "./look.ts";

/**
 * Reads all users and roles of an account with their policies, in as few calls as IAM has for it; `notLookedAt`
 * without the permission `iam:GetAccountAuthorizationDetails`.
 */
export async function collectAccount(client: IAMClient): Promise<KnownPrincipal[] | "notLookedAt"> {
  const pages = await look("The account", async () => {
    const all: GetAccountAuthorizationDetailsResponse[] = [];
    for await (const page of paginateGetAccountAuthorizationDetails({ client, pageSize: 500 }, {}))
      all.push(page);
    return all;
  });
  if (pages === "notLookedAt") return "notLookedAt";
  const documents = new Map(
    pages.flatMap(({ Policies = [] }) =>
      Policies.map(({ Arn = "", PolicyVersionList = [] }): [string, NamedPolicy] => [
        Arn,
        inline(Arn, PolicyVersionList.find(({ IsDefaultVersion }) => IsDefaultVersion)?.Document),
      ]),
    ),
  );
  const groups = new Map(
    pages.flatMap(({ GroupDetailList = [] }) =>
      GroupDetailList.map(
        ({ GroupName = "", GroupPolicyList, AttachedManagedPolicies }): [string, NamedPolicy[]] => [
          GroupName,
          policiesOf(documents, GroupPolicyList, AttachedManagedPolicies),
        ],
      ),
    ),
  );
  const users = pages.flatMap(({ UserDetailList = [] }) =>
    UserDetailList.map((user) =>
      known(user.Arn, user.UserId, user.Tags, user.PermissionsBoundary?.PermissionsBoundaryArn, documents, [
        ...policiesOf(documents, user.UserPolicyList, user.AttachedManagedPolicies),
        ...(user.GroupList ?? []).flatMap((name) => groups.get(name) ?? []),
      ]),
    ),
  );
  const roles = pages.flatMap(({ RoleDetailList = [] }) =>
    RoleDetailList.map((role) =>
      known(
        role.Arn,
        role.RoleId,
        role.Tags,
        role.PermissionsBoundary?.PermissionsBoundaryArn,
        documents,
        policiesOf(documents, role.RolePolicyList, role.AttachedManagedPolicies),
      ),
    ),
  );
  return [...users, ...roles];
}

type Documents = ReadonlyMap<string, NamedPolicy>;

function policiesOf(
  documents: Documents,
  inlined: readonly PolicyDetail[] = [],
  attached: readonly { PolicyArn?: string | undefined }[] = [],
): NamedPolicy[] {
  return [
    ...inlined.map(({ PolicyName = "", PolicyDocument }) => inline(PolicyName, PolicyDocument)),
    ...attached.flatMap(({ PolicyArn = "" }) => documents.get(PolicyArn) ?? []),
  ];
}

function known(
  arn = "",
  uniqueId: string | undefined,
  tags: readonly { Key?: string | undefined; Value?: string | undefined }[] = [],
  boundaryArn: string | undefined,
  documents: Documents,
  identity: NamedPolicy[],
): KnownPrincipal {
  const boundary = boundaryArn === undefined ? undefined : documents.get(boundaryArn);
  const tagged = Object.fromEntries(tags.map(({ Key = "", Value = "" }) => [Key, Value]));
  return {
    principal: identified(parsePrincipal(arn), { uniqueId, tags: tagged }),
    identity,
    boundary: boundaryArn === undefined ? "none" : boundary ? [boundary] : "notLookedAt",
  };
}

function identified(
  principal: Principal,
  more: { uniqueId: string | undefined; tags: Record<string, string> },
): Principal {
  return principal.kind === "service" ? principal : { ...principal, ...more };
}
