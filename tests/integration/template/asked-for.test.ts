import { randomBytes } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import path from "node:path";
import {
  CloudFormationClient,
  CreateStackCommand,
  DescribeStacksCommand,
} from "@aws-sdk/client-cloudformation";
import {
  DescribeRouteTablesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVpcEndpointsCommand,
  EC2Client,
} from "@aws-sdk/client-ec2";
import { GetBucketPolicyCommand, S3Client } from "@aws-sdk/client-s3";
import { expect, inject, onTestFinished, test } from "vitest";
import { localFolder } from "../../../local/checkout.ts";
import { clientSettings } from "../../../local/client-settings.ts";
import { packageStack } from "../../../local/stack/index.ts";
import { waitFor } from "../../../local/wait-for.ts";

const settings = clientSettings(inject("integration").endpoint);
const cloudFormation = new CloudFormationClient(settings);
const ec2 = new EC2Client(settings);
const s3 = new S3Client(settings);
const stage = `asked-${randomBytes(3).toString("hex")}`;

async function placeInVpc() {
  const { Subnets = [] } = await ec2.send(new DescribeSubnetsCommand({}));
  const VpcId = Subnets[0]?.VpcId ?? "";
  const Filters = [{ Name: "vpc-id", Values: [VpcId] }];
  const { SecurityGroups = [] } = await ec2.send(new DescribeSecurityGroupsCommand({ Filters }));
  const { RouteTables = [] } = await ec2.send(new DescribeRouteTablesCommand({ Filters }));
  return {
    vpcId: VpcId,
    subnetIds: `${Subnets[0]?.SubnetId},${Subnets[1]?.SubnetId}`,
    securityGroupIds: SecurityGroups[0]?.GroupId ?? "",
    routeTableIds: RouteTables[0]?.RouteTableId ?? "",
  };
}

/** Of the packaged template, what is asked for and stands by itself; LocalStack's free edition knows no trails. */
function alone(template: { Resources: Record<string, { Type: string }>; Conditions: object }) {
  const names = Object.keys(template.Resources).filter((name) => /^Trail(Key|Bucket|$)|Endpoint/.test(name));
  const Resources = Object.fromEntries(
    names.filter((name) => name !== "Trail").map((name) => [name, template.Resources[name]]),
  );
  return JSON.stringify({ Resources, Conditions: template.Conditions });
}

test("endpoints and a trail's bucket are made as they are asked for", async () => {
  const folder = await mkdtemp(path.join(localFolder, "template-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const place = await placeInVpc();
  const params = { ...place, vpcEndpoints: "on", logsEndpoint: "off", rdsEndpoint: "on", trail: "on" };
  await packageStack({ stage, folder, params });
  const file = path.join(folder, "package", "cloudformation-template-update-stack.json");
  const TemplateBody = alone(JSON.parse(await readFile(file, "utf8")));
  const StackName = `rekey-${stage}`;
  await cloudFormation.send(new CreateStackCommand({ StackName, TemplateBody }));
  await waitFor(
    async () => {
      const { Stacks } = await cloudFormation.send(new DescribeStacksCommand({ StackName }));
      const { StackStatus = "", StackStatusReason = "" } = Stacks?.[0] ?? {};
      if (/FAILED|ROLLBACK/.test(StackStatus)) throw new Error(`${StackStatus}: ${StackStatusReason}`);
      return StackStatus === "CREATE_COMPLETE" || undefined;
    },
    { what: "the stack", seconds: 60 },
  );

  const { VpcEndpoints = [] } = await ec2.send(
    new DescribeVpcEndpointsCommand({ Filters: [{ Name: "vpc-id", Values: [place.vpcId] }] }),
  );
  expect(VpcEndpoints.map(({ ServiceName }) => ServiceName?.split(".").at(-1)).sort()).toEqual([
    "dynamodb",
    "events",
    "kms",
    "rds",
    "secretsmanager",
    "ssm",
  ]);
  for (const { PolicyDocument } of VpcEndpoints) {
    expect(PolicyDocument).toContain('"aws:PrincipalAccount": "000000000000"');
  }

  const Bucket = `rekey-${stage}-trail-000000000000-us-east-1`;
  const { Policy = "" } = await s3.send(new GetBucketPolicyCommand({ Bucket }));
  expect(JSON.parse(Policy).Statement).toHaveLength(3);
});
