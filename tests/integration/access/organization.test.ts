import {
  DescribeOrganizationCommand,
  OrganizationsClient,
  OrganizationsServiceException,
} from "@aws-sdk/client-organizations";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { clientSettings } from "../../../local/client-settings.ts";
import {
  decide,
  type KnownOrganization,
  knownPolicies,
  organizationNotLookedAt,
  organizationReader,
  parsePolicy,
  parsePrincipal,
  parseResource,
} from "../../../shared/access/index.ts";
import { organizationWithout } from "./organizations/make.ts";
import { startOrganizations } from "./organizations/start.ts";

const management = "123456789012";
let endpoint: string;
let stop: () => Promise<void>;
let member: string;
let sibling: string;
let id: string | undefined;
const clientOf = (account: string) =>
  new OrganizationsClient(clientSettings(endpoint, { accessKeyId: account, secretAccessKey: "test" }));

beforeAll(async () => {
  ({ endpoint, stop } = await startOrganizations());
});
afterAll(() => stop());

describe("an account's organization", () => {
  it("is none where AWS Organizations is not in use", async () => {
    const asker = { client: clientOf(management), account: management };
    expect(await organizationReader(asker)(management)).toEqual({
      id: undefined,
      serviceControl: "none",
      resourceControl: "none",
    });
  });

  it("is not known to an asker without one", async () => {
    const asker = { client: clientOf(management), account: management };
    expect(await organizationReader(asker)("999999999999")).toEqual(organizationNotLookedAt);
  });
});

describe("of an account in a unit below the root", () => {
  beforeAll(async () => {
    ({
      id,
      account: member,
      sibling,
    } = await organizationWithout("kms:ScheduleKeyDeletion", clientOf(management)));
  });

  const names = ({ serviceControl }: KnownOrganization) =>
    typeof serviceControl === "string"
      ? serviceControl
      : serviceControl.map((level) => level.map(({ name }) => name.replace(/ \((r|ou)?.*/, " $1")).sort());

  it("the policies are read level by level, the root's first", async () => {
    const known = await organizationReader({ client: clientOf(management), account: management })(member);
    expect(known).toMatchObject({ id, resourceControl: "none" });
    expect(names(known)).toEqual([["FullAWSAccess r"], ["FullAWSAccess ou"], ["Closed ", "FullAWSAccess "]]);
  });

  it("what accounts have in common is asked once", async () => {
    const client = clientOf(management);
    const asked: string[] = [];
    client.middlewareStack.add((next, { commandName = "" }) => async (args) => {
      asked.push(`${commandName} ${JSON.stringify(args.input)}`);
      return next(args);
    });
    const read = organizationReader({ client, account: management });
    const both = await Promise.all([read(member), read(sibling)]);
    expect(both.map(names)).toEqual([
      [["FullAWSAccess r"], ["FullAWSAccess ou"], ["Closed ", "FullAWSAccess "]],
      [["FullAWSAccess r"], ["FullAWSAccess ou"], ["FullAWSAccess "]],
    ]);
    expect(asked).toEqual([...new Set(asked)]);
  });

  it("they decide, and are named", async () => {
    const organization = await organizationReader({ client: clientOf(management), account: management })(
      member,
    );
    const resource = parseResource(
      `arn:aws:kms:us-east-1:${member}:key/1234abcd-12ab-34cd-56ef-1234567890ab`,
    );
    const all = {
      name: "all",
      document: parsePolicy({ Statement: { Effect: "Allow", Action: "*", Resource: "*" } }),
    };
    const toAccount = {
      name: "key policy",
      document: parsePolicy({
        Statement: { Effect: "Allow", Principal: { AWS: member }, Action: "kms:*", Resource: "*" },
      }),
    };
    const principal = parsePrincipal(`arn:aws:iam::${member}:role/admin`);
    const known = knownPolicies(
      { principal, identity: [all], boundary: "none", organization },
      { policy: [toAccount], organization },
    );
    expect(decide({ principal, action: "kms:DescribeKey", resource }, known).outcome).toBe("allowed");
    const denied = decide({ principal, action: "kms:ScheduleKeyDeletion", resource }, known);
    expect(denied).toMatchObject({ outcome: "denied", decidedBy: [{ statement: "Closed" }] });
    expect(denied.notLookedAt).not.toContain("service control policies");
  });

  it("the management account is not reached by them", async () => {
    const known = await organizationReader({ client: clientOf(management), account: management })(management);
    expect(known).toEqual({ id, serviceControl: "none", resourceControl: "none" });
  });

  it("who may not read them learns the organization's id", async () => {
    const client = clientOf(member);
    // moto permits everything: the client answers as AWS does to a member account.
    client.middlewareStack.add((_next, { commandName }) => async () => {
      if (commandName === "DescribeOrganizationCommand") {
        const output = await clientOf(management).send(new DescribeOrganizationCommand({}));
        return { output, response: {} };
      }
      throw new OrganizationsServiceException({
        name: "AccessDeniedException",
        $fault: "client",
        $metadata: {},
      });
    });
    expect(await organizationReader({ client, account: member })(member)).toEqual({
      ...organizationNotLookedAt,
      id,
    });
  });
});
