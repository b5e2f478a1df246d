import {
  GetGroupPolicyCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  GetUserCommand,
  GetUserPolicyCommand,
  type IAMClient,
  paginateListAttachedGroupPolicies,
  paginateListAttachedRolePolicies,
  paginateListAttachedUserPolicies,
  paginateListGroupPolicies,
  paginateListGroupsForUser,
  paginateListRolePolicies,
  paginateListUserPolicies,
} from "@aws-sdk/client-iam";
import type { LayerPolicies } from "../decision/layers.ts";
import type { NamedPolicy } from "../match/statement.ts";
import { parsePolicy } from "../policy/document.ts";
import type { Principal } from "../request/principal.ts";
import { look, NotFoundError } from "./look.ts";
import type { KnownOrganization } from "./organization.ts";

/** A principal as IAM knows it, with its policies. */
export interface KnownPrincipal {
  principal: Principal;
  identity: readonly NamedPolicy[] | "notLookedAt";
  boundary: LayerPolicies;
  /** That of its account, where it was asked for. */
  organization?: KnownOrganization | undefined;
}

/**
 * Reads a principal's policies from IAM.
 *
 * @param iam of the principal's account; undefined where nothing of that account can be read
 * @throws NotFoundError if the user or role does not exist
 */
export async function collectPrincipal(
  iam: IAMClient | undefined,
  principal: Principal,
): Promise<KnownPrincipal> {
  if (principal.kind === "root" || principal.kind === "service")
    return { principal, identity: [], boundary: "none" };
  if (!iam || principal.kind === "federatedUser")
    return { principal, identity: "notLookedAt", boundary: "notLookedAt" };
  const entity = await look(principal.arn, () => describe(iam, principal));
  if (entity === "notLookedAt") {
    const identity = await look(principal.arn, () => identityPolicies(iam, principal));
    return { principal, identity, boundary: "notLookedAt" };
  }
  const boundaryArn = entity.PermissionsBoundary?.PermissionsBoundaryArn;
  const identity = await look(principal.arn, () => identityPolicies(iam, principal));
  const boundary = boundaryArn ? await look(boundaryArn, () => managed(iam, [boundaryArn])) : "none";
  const tags = Object.fromEntries((entity.Tags ?? []).map(({ Key, Value }) => [Key ?? "", Value ?? ""]));
  return {
    principal: { ...principal, arn: entity.Arn ?? principal.arn, uniqueId: entity.id, tags },
    identity,
    boundary,
  };
}

type Identity = Extract<Principal, { kind: "user" | "role" }>;

/** Finds a user or role in IAM, whose ARN may have a path that the asker left out; `none` if it does not exist. */
export async function findInIam(
  iam: IAMClient,
  who: Pick<Identity, "kind" | "name">,
): Promise<{ arn: string } | "none" | "notLookedAt"> {
  try {
    const entity = await look(who.name, () => describe(iam, who));
    return entity === "notLookedAt" ? entity : { arn: entity.Arn ?? "" };
  } catch (error) {
    if (error instanceof NotFoundError) return "none";
    throw error;
  }
}

async function describe(iam: IAMClient, { kind, name }: Pick<Identity, "kind" | "name">) {
  if (kind === "role") {
    const { Role } = await iam.send(new GetRoleCommand({ RoleName: name }));
    return { ...Role, id: Role?.RoleId };
  }
  const { User } = await iam.send(new GetUserCommand({ UserName: name }));
  return { ...User, id: User?.UserId };
}

async function identityPolicies(iam: IAMClient, { kind, name }: Identity): Promise<NamedPolicy[]> {
  return kind === "role" ? rolePolicies(iam, name) : userPolicies(iam, name);
}

async function rolePolicies(client: IAMClient, RoleName: string): Promise<NamedPolicy[]> {
  const policies: NamedPolicy[] = [];
  for await (const { PolicyNames = [] } of paginateListRolePolicies({ client }, { RoleName })) {
    for (const PolicyName of PolicyNames) {
      const { PolicyDocument } = await client.send(new GetRolePolicyCommand({ RoleName, PolicyName }));
      policies.push(inline(PolicyName, PolicyDocument));
    }
  }
  for await (const { AttachedPolicies = [] } of paginateListAttachedRolePolicies({ client }, { RoleName })) {
    policies.push(...(await managed(client, arnsOf(AttachedPolicies))));
  }
  return policies;
}

async function userPolicies(client: IAMClient, UserName: string): Promise<NamedPolicy[]> {
  const policies: NamedPolicy[] = [];
  for await (const { PolicyNames = [] } of paginateListUserPolicies({ client }, { UserName })) {
    for (const PolicyName of PolicyNames) {
      const { PolicyDocument } = await client.send(new GetUserPolicyCommand({ UserName, PolicyName }));
      policies.push(inline(PolicyName, PolicyDocument));
    }
  }
  for await (const { AttachedPolicies = [] } of paginateListAttachedUserPolicies({ client }, { UserName })) {
    policies.push(...(await managed(client, arnsOf(AttachedPolicies))));
  }
  for await (const { Groups = [] } of paginateListGroupsForUser({ client }, { UserName })) {
    for (const { GroupName = "" } of Groups) policies.push(...(await groupPolicies(client, GroupName)));
  }
  return policies;
}

async function groupPolicies(client: IAMClient, GroupName: string): Promise<NamedPolicy[]> {
  const policies: NamedPolicy[] = [];
  for await (const { PolicyNames = [] } of paginateListGroupPolicies({ client }, { GroupName })) {
    for (const PolicyName of PolicyNames) {
      const { PolicyDocument } = await client.send(new GetGroupPolicyCommand({ GroupName, PolicyName }));
      policies.push(inline(`${PolicyName} (group ${GroupName})`, PolicyDocument));
    }
  }
  for await (const { AttachedPolicies = [] } of paginateListAttachedGroupPolicies(
    { client },
    { GroupName },
  )) {
    policies.push(...(await managed(client, arnsOf(AttachedPolicies))));
  }
  return policies;
}

async function managed(client: IAMClient, arns: readonly string[]): Promise<NamedPolicy[]> {
  const policies: NamedPolicy[] = [];
  for (const PolicyArn of arns) {
    const { Policy } = await client.send(new GetPolicyCommand({ PolicyArn }));
    const { PolicyVersion } = await client.send(
      new GetPolicyVersionCommand({ PolicyArn, VersionId: Policy?.DefaultVersionId }),
    );
    policies.push(inline(PolicyArn, PolicyVersion?.Document));
  }
  return policies;
}

function arnsOf(attached: readonly { PolicyArn?: string | undefined }[]): string[] {
  return attached.flatMap(({ PolicyArn }) => PolicyArn ?? []);
}

/** IAM gives documents URL-encoded: API reference, GetRolePolicy. */
export function inline(name: string, encoded: string | undefined): NamedPolicy {
  return { name, document: parsePolicy(decodeURIComponent(encoded ?? "")) };
}
