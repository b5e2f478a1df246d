import {
  AttachPolicyCommand,
  CreateAccountCommand,
  CreateOrganizationalUnitCommand,
  CreateOrganizationCommand,
  CreatePolicyCommand,
  DescribeCreateAccountStatusCommand,
  EnablePolicyTypeCommand,
  ListRootsCommand,
  MoveAccountCommand,
  type OrganizationsClient,
} from "@aws-sdk/client-organizations";

/**
 * An organization with two accounts in a unit below the root: of one, a service control policy "Closed" denies an action.
 */
export async function organizationWithout(
  Action: string,
  client: OrganizationsClient,
): Promise<{ id: string; account: string; sibling: string }> {
  const { Organization } = await client.send(new CreateOrganizationCommand({ FeatureSet: "ALL" }));
  const { Roots } = await client.send(new ListRootsCommand({}));
  const RootId = Roots?.[0]?.Id ?? "";
  const { OrganizationalUnit } = await client.send(
    new CreateOrganizationalUnitCommand({ ParentId: RootId, Name: "workloads" }),
  );
  const DestinationParentId = OrganizationalUnit?.Id ?? "";
  const createAccount = async (AccountName: string) => {
    const { CreateAccountStatus } = await client.send(
      new CreateAccountCommand({ AccountName, Email: `${AccountName}@example.com` }),
    );
    const { CreateAccountStatus: done } = await client.send(
      new DescribeCreateAccountStatusCommand({ CreateAccountRequestId: CreateAccountStatus?.Id }),
    );
    const AccountId = done?.AccountId ?? "";
    await client.send(new MoveAccountCommand({ AccountId, SourceParentId: RootId, DestinationParentId }));
    return AccountId;
  };
  const AccountId = await createAccount("shop");
  const sibling = await createAccount("office");
  await client.send(new EnablePolicyTypeCommand({ RootId, PolicyType: "SERVICE_CONTROL_POLICY" }));
  const { Policy } = await client.send(
    new CreatePolicyCommand({
      Name: "Closed",
      Description: "One action is closed.",
      Type: "SERVICE_CONTROL_POLICY",
      Content: JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Sid: "Closed", Effect: "Deny", Action, Resource: "*" }],
      }),
    }),
  );
  await client.send(new AttachPolicyCommand({ PolicyId: Policy?.PolicySummary?.Id, TargetId: AccountId }));
  return { id: Organization?.Id ?? "", account: AccountId, sibling };
}
