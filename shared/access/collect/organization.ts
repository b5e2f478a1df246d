import {
  AWSOrganizationsNotInUseException,
  ChildNotFoundException,
  DescribeOrganizationCommand,
  DescribePolicyCommand,
  ListParentsCommand,
  ListRootsCommand,
  type OrganizationsClient,
  type PolicyType,
  paginateListPoliciesForTarget,
} from "@aws-sdk/client-organizations";
import type { KnownPolicies } from "../decision/decide.ts";
import type { NamedPolicy } from "../match/statement.ts";
import { parsePolicy } from "../policy/document.ts";
import { askedOnce } from "./asked-once.ts";
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

/** Who asks. */
export interface OrganizationAsker {
  client: OrganizationsClient;
  /** Id of the account whose credentials the client has. */
  account: string;
}

/**
 * Reads the policies of accounts' organization, level by level. Only the management account and delegated administrators
 * may do so; others learn the organization's id at most, and its policies were not looked at. What accounts have in
 * common, such as the root and its policies, is asked once.
 */
export function organizationReader(
  asker: OrganizationAsker,
): (account: string) => Promise<KnownOrganization> {
  const questions = questionsTo(asker.client);
  return async (account) => {
    try {
      const described = await look("The organization", questions.organization);
      if (described === "notLookedAt") return organizationNotLookedAt;
      const { Id: id, MasterAccountId } = described;
      // Neither kind of policies reaches the management account: Organizations User Guide, orgs_manage_policies_scps, …_rcps.
      if (MasterAccountId === account) return { id, ...nothing };
      const policies = await look(account, () => policiesFor(questions, account));
      if (policies !== "notLookedAt") return { id, ...policies };
      return asker.account === account ? { ...organizationNotLookedAt, id } : organizationNotLookedAt;
    } catch (error) {
      if (error instanceof AWSOrganizationsNotInUseException && asker.account === account)
        return { id: undefined, ...nothing };
      // Of another organization than the asker, or of none.
      if (error instanceof AWSOrganizationsNotInUseException || error instanceof ChildNotFoundException)
        return organizationNotLookedAt;
      throw error;
    }
  };
}

type Questions = ReturnType<typeof questionsTo>;

function questionsTo(client: OrganizationsClient) {
  const documentOf = askedOnce(async (PolicyId: string) => {
    const { Policy } = await client.send(new DescribePolicyCommand({ PolicyId }));
    return parsePolicy(Policy?.Content ?? "");
  });
  return {
    organization: askedOnce(async () => {
      const { Organization = {} } = await client.send(new DescribeOrganizationCommand({}));
      return Organization;
    }),
    enabledTypes: askedOnce(async () => {
      const { Roots } = await client.send(new ListRootsCommand({}));
      const enabled = (Roots?.[0]?.PolicyTypes ?? []).filter(({ Status }) => Status === "ENABLED");
      return enabled.map(({ Type }) => Type);
    }),
    parentOf: askedOnce(async (ChildId: string) => {
      const { Parents } = await client.send(new ListParentsCommand({ ChildId }));
      return Parents?.[0]?.Id;
    }),
    policiesOf: askedOnce(async (TargetId: string, Filter: PolicyType) => {
      const policies: NamedPolicy[] = [];
      for await (const page of paginateListPoliciesForTarget({ client }, { TargetId, Filter })) {
        for (const { Id = "", Name } of page.Policies ?? [])
          policies.push({ name: `${Name} (${TargetId})`, document: await documentOf(Id) });
      }
      return policies;
    }),
  };
}

async function policiesFor(questions: Questions, account: string) {
  const targets = await targetsOf(questions, account);
  const enabled = await questions.enabledTypes();
  const levels = async (type: PolicyType) =>
    enabled.includes(type) ? levelsOf(questions, targets, type) : ("none" as const);
  return {
    serviceControl: await levels("SERVICE_CONTROL_POLICY"),
    resourceControl: await levels("RESOURCE_CONTROL_POLICY"),
  };
}

/** The root, the organizational units below it, and the account. */
async function targetsOf({ parentOf }: Questions, account: string): Promise<string[]> {
  const targets = [account];
  while (!targets[0]?.startsWith("r-")) {
    const parent = await parentOf(targets[0] ?? account);
    if (parent === undefined) break;
    targets.unshift(parent);
  }
  return targets;
}

/** AWS keeps at least one policy of an enabled type on each target: a level without one bounds nothing. */
async function levelsOf(
  { policiesOf }: Questions,
  targets: readonly string[],
  type: PolicyType,
): Promise<NamedPolicy[][]> {
  const levels: NamedPolicy[][] = [];
  for (const target of targets) levels.push(await policiesOf(target, type));
  return levels.filter((level) => level.length > 0);
}
