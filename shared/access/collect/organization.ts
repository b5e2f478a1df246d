import {
  AWSOrganizationsNotInUseException,
  ChildNotFoundException,
  DescribeOrganizationCommand,
  DescribePolicyCommand,
  ListParentsCommand,
  type OrganizationsClient,
  type PolicyType,
  PolicyTypeNotEnabledException,
  paginateListPoliciesForTarget,
  TargetNotFoundException,
} from "@aws-sdk/client-organizations";
import type { KnownPolicies } from "../decision/decide.ts";
import type { NamedPolicy } from "../match/statement.ts";
import { parsePolicy } from "../policy/document.ts";
import { look } from "./look.ts";

/** What an account's organization lets its principals do and lets be done with its resources. */
export interface KnownOrganization {
  /** Such as `o-a1b2c3d4e5`; undefined where there is none or it is not known. */
  id: string | undefined;
  serviceControl: KnownPolicies["serviceControl"];
  resourceControl: KnownPolicies["resourceControl"];
}

/** Nobody looked. */
export const organizationNotLookedAt: KnownOrganization = {
  id: undefined,
  serviceControl: "notLookedAt",
  resourceControl: "notLookedAt",
};

/** There is no organization, or its policies do not reach the account. */
const nothing = { serviceControl: "none", resourceControl: "none" } as const;

/**
 * Reads the policies of an account's organization, level by level. Only the management account and delegated
 * administrators may do so; others learn the organization's id at most, and its policies were not looked at.
 *
 * @param client of any account of the organization
 */
export async function collectOrganization(
  client: OrganizationsClient,
  account: string,
): Promise<KnownOrganization> {
  try {
    const described = await look("The organization", () => client.send(new DescribeOrganizationCommand({})));
    if (described === "notLookedAt") return organizationNotLookedAt;
    const { Id: id, MasterAccountId } = described.Organization ?? {};
    // Neither kind of policies reaches the management account: Organizations User Guide, orgs_manage_policies_scps, …_rcps.
    if (MasterAccountId === account) return { id, ...nothing };
    const targets = await look(account, () => targetsOf(client, account));
    if (targets === "notLookedAt") return { ...organizationNotLookedAt, id };
    return {
      id,
      serviceControl: await levelsOf(client, targets, "SERVICE_CONTROL_POLICY"),
      resourceControl: await levelsOf(client, targets, "RESOURCE_CONTROL_POLICY"),
    };
  } catch (error) {
    if (error instanceof AWSOrganizationsNotInUseException) return { id: undefined, ...nothing };
    // The client is of another organization than the account.
    if (error instanceof ChildNotFoundException || error instanceof TargetNotFoundException)
      return organizationNotLookedAt;
    throw error;
  }
}

/** The root, the organizational units below it, and the account. */
async function targetsOf(client: OrganizationsClient, account: string): Promise<string[]> {
  const targets = [account];
  while (!targets[0]?.startsWith("r-")) {
    const { Parents } = await client.send(new ListParentsCommand({ ChildId: targets[0] }));
    const parent = Parents?.[0]?.Id;
    if (parent === undefined) break;
    targets.unshift(parent);
  }
  return targets;
}

async function levelsOf(
  client: OrganizationsClient,
  targets: readonly string[],
  type: PolicyType,
): Promise<KnownPolicies["serviceControl"]> {
  try {
    return await look(type, async () => {
      const levels: NamedPolicy[][] = [];
      for (const target of targets) levels.push(await policiesOf(client, target, type));
      return levels;
    });
  } catch (error) {
    if (error instanceof PolicyTypeNotEnabledException) return "none";
    throw error;
  }
}

async function policiesOf(
  client: OrganizationsClient,
  TargetId: string,
  Filter: PolicyType,
): Promise<NamedPolicy[]> {
  const policies: NamedPolicy[] = [];
  for await (const page of paginateListPoliciesForTarget({ client }, { TargetId, Filter })) {
    for (const { Id, Name } of page.Policies ?? []) {
      const { Policy } = await client.send(new DescribePolicyCommand({ PolicyId: Id }));
      policies.push({ name: `${Name} (${TargetId})`, document: parsePolicy(Policy?.Content ?? "") });
    }
  }
  return policies;
}
