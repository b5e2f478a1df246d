import { mkdtemp, rm } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { localFolder } from "../../../local/checkout.ts";
import { packageStack } from "../../../local/stack/index.ts";
import { lintPolicy, parsePolicy } from "../../../shared/access/index.ts";
import { queryFor } from "../../../shared/audit/engines/athena/query.ts";
import { lint } from "./cfn-lint.ts";
import { type Resource, resourcesOf, templateIn } from "./packaged.ts";

const params = {
  vpcId: "vpc-0123456789abcdef0",
  subnetIds: "subnet-0123456789abcdef0,subnet-0123456789abcdef1",
  securityGroupIds: "sg-0123456789abcdef0",
  vpcEndpoints: "on",
  rdsEndpoint: "on",
  elasticacheEndpoint: "on",
  routeTableIds: "rtb-0123456789abcdef0",
  endpointAccounts: "111122223333,444455556666",
  trail: "on",
  alertEmail: "security@example.com",
  slackSecret: "rekey/slack",
  teamsSecret: "rekey/teams",
  securityHub: "on",
  findingsBus: "security",
  replaceBuckets: "company-*",
  trailBucket: "company-trail",
  trailPrefix: "AWSLogs/o-exampleorgid",
  trailAccounts: "111122223333,444455556666",
  trailRegions: "eu-central-1,us-east-1",
};

describe("what is asked for", () => {
  let folder: string;
  let resources: Record<string, Resource>;
  let withAll: Record<string, Resource>;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(localFolder, "template-"));
    const [nothing, all] = [path.join(folder, "nothing"), path.join(folder, "all")];
    await packageStack({ stage: "prod", folder: nothing });
    await packageStack({ stage: "prod", folder: all, params });
    resources = await resourcesOf(nothing);
    withAll = await resourcesOf(all);
  }, 300_000);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it("is a table for Athena with the columns and partitions that questions name", () => {
    const { TableInput } = (withAll.AuditTable?.Properties ?? {}) as {
      TableInput: {
        PartitionKeys: { Name: string }[];
        StorageDescriptor: { Columns: { Name: string }[] };
        Parameters: Record<string, unknown>;
      };
    };
    const columns = TableInput.StorageDescriptor.Columns.map(({ Name }) => Name);
    const period = { from: new Date(0), to: new Date(1) };
    const { sql } = queryFor({ period, events: [] }, { database: "rekey_prod", table: "cloudtrail" });
    const selected = sql.slice(0, sql.indexOf(" FROM "));
    const named = [...selected.matchAll(/(?:SELECT|,)\s+([a-z]+)[,.\s]/g)].map(([, name = ""]) => name);
    expect(named.filter((name) => !columns.includes(name) && name !== "resource")).toEqual([]);
    expect(named.length).toBeGreaterThan(15);
    expect(TableInput.PartitionKeys.map(({ Name }) => Name)).toEqual(["account", "region", "day"]);
    expect(TableInput.Parameters["projection.account.values"]).toMatchObject({
      "Fn::If": ["OtherAccounts", "111122223333,444455556666", { Ref: "AWS::AccountId" }],
    });
  });

  it("is in order for cfn-lint, all of it at once", async () => {
    expect(await lint(templateIn(path.join(folder, "all")), ["W8003"])).toBe("");
  }, 120_000);

  const named = (name: string) => withAll[name]?.Properties ?? {};
  const endpoints = () => Object.values(withAll).filter(({ Type }) => Type === "AWS::EC2::VPCEndpoint");

  it("is left out by default: neither endpoints nor a trail, a bucket or a key for it", () => {
    const types = Object.values(resources).map(({ Type }) => Type);
    expect(types).not.toContain("AWS::EC2::VPCEndpoint");
    expect(types).not.toContain("AWS::EC2::SecurityGroup");
    expect(types).not.toContain("AWS::CloudTrail::Trail");
    expect(types.filter((type) => type === "AWS::KMS::Key")).toHaveLength(2);
  });

  it("is an endpoint for each service, in the functions' subnets, that takes this account's principals alone", () => {
    const services = endpoints().map(({ Properties }) =>
      JSON.stringify(Properties.ServiceName).split(".").at(-1),
    );
    expect(services.map((name) => name?.replace('"}', "")).sort()).toEqual([
      "dynamodb",
      "elasticache",
      "events",
      "kms",
      "logs",
      "rds",
      "secretsmanager",
      "ssm",
    ]);
    for (const { Properties } of endpoints()) {
      const [statement, ...others] = statementsOf(Properties.PolicyDocument);
      expect(others).toEqual([]);
      expect(statement).toMatchObject({
        Condition: { StringEquals: { "aws:PrincipalAccount": { Ref: "AWS::AccountId" } } },
      });
      if (Properties.VpcEndpointType === "Gateway") continue;
      expect(Properties).toMatchObject({
        PrivateDnsEnabled: true,
        SubnetIds: { "Fn::Split": [",", "subnet-0123456789abcdef0,subnet-0123456789abcdef1"] },
        SecurityGroupIds: [{ "Fn::GetAtt": ["EndpointsSecurityGroup", "GroupId"] }],
      });
    }
    expect(named("EndpointsSecurityGroup").SecurityGroupIngress).toMatchObject([
      { FromPort: 443, ToPort: 443 },
    ]);
  });

  it("is no endpoint without a VPC", () => {
    for (const { Condition } of endpoints()) expect(Condition).toMatch(/ByEndpoint$/);
  });

  it("is a trail of all management events, whose bucket is closed, encrypted under a bucket key, and kept", () => {
    expect(named("Trail")).toMatchObject({
      IsMultiRegionTrail: true,
      EnableLogFileValidation: true,
      EventSelectors: [{ ReadWriteType: "All", IncludeManagementEvents: true }],
      KMSKeyId: { "Fn::GetAtt": ["TrailKey", "Arn"] },
    });
    expect(JSON.stringify(named("Trail"))).not.toContain("ExcludeManagementEventSources");
    expect(withAll.TrailBucket?.DeletionPolicy).toBe("Retain");
    expect(named("TrailBucket")).toMatchObject({
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [
          {
            BucketKeyEnabled: true,
            ServerSideEncryptionByDefault: {
              SSEAlgorithm: "aws:kms",
              KMSMasterKeyID: { "Fn::GetAtt": ["TrailKey", "Arn"] },
            },
          },
        ],
      },
      LifecycleConfiguration: {
        Rules: [expect.objectContaining({ Status: "Enabled", ExpirationInDays: 400 })],
      },
    });
  });

  it("lets CloudTrail encrypt log files of trails of this account, for this trail, and nothing else", () => {
    const byCloudTrail = statementsOf(named("TrailKey").KeyPolicy).filter(({ Principal }) =>
      JSON.stringify(Principal).includes("cloudtrail"),
    );
    expect(byCloudTrail.flatMap(({ Action }) => Action)).toEqual(["kms:GenerateDataKey*", "kms:DescribeKey"]);
    for (const { Condition } of byCloudTrail)
      expect(Condition).toMatchObject({ StringEquals: { "aws:SourceArn": {} } });
    expect(byCloudTrail[0]?.Condition).toMatchObject({
      StringLike: { "kms:EncryptionContext:aws:cloudtrail:arn": {} },
    });
  });

  it("has key policies, by default too, in which rekey access check finds nothing", () => {
    const keys = Object.entries(withAll).filter(([, { Type }]) => Type === "AWS::KMS::Key");
    expect(keys).toHaveLength(3);
    for (const [name, { Properties }] of keys) {
      const document = parsePolicy(inAccount("111122223333", Properties.KeyPolicy));
      expect(lintPolicy({ name, kind: "key policy", document, account: "111122223333" })).toEqual([]);
    }
  });

  it("has keys of its own for each stage", () => {
    const aliases = Object.values(withAll).filter(({ Type }) => Type === "AWS::KMS::Alias");
    expect(aliases.map(({ Properties }) => Properties.AliasName).sort()).toEqual([
      "alias/rekey-prod",
      "alias/rekey-prod-alerts",
      "alias/rekey-prod-trail",
    ]);
  });
});

interface Statement {
  Principal?: unknown;
  Action: string | string[];
  Condition?: unknown;
}

function statementsOf(document: unknown): Statement[] {
  return (document as { Statement: Statement[] }).Statement;
}

/** A policy with the functions of the template worked out, as far as policies of this one need it. */
function inAccount(account: string, value: unknown): unknown {
  const values: Record<string, string> = { AccountId: account, Partition: "aws", Region: "us-east-1" };
  const text = JSON.stringify(value)
    .replaceAll(/\{"Ref":"AWS::(\w+)"\}/g, (_, name: string) => `"${values[name]}"`)
    .replaceAll(/\{"Fn::Sub":("[^"]*")\}/g, "$1")
    .replaceAll(/\$\{AWS::(\w+)\}/g, (_, name: string) => values[name] ?? "");
  return JSON.parse(text);
}
