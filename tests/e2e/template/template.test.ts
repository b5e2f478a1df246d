import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import validate from "asl-validator";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkout, localFolder } from "../../../local/checkout.ts";
import { virtualEnvironment } from "../../../local/python/index.ts";
import { packageStack } from "../../../local/stack/index.ts";
import { lintPolicy, parsePolicy } from "../../../shared/access/index.ts";

const run = promisify(execFile);

interface Resource {
  Type: string;
  Condition?: string;
  DeletionPolicy?: string;
  Properties: Record<string, unknown>;
}

let folder: string;
let file: string;
let resources: Record<string, Resource>;
/** The same with all that can be asked for. */
let withAll: Record<string, Resource>;

beforeAll(async () => {
  folder = await mkdtemp(path.join(localFolder, "template-"));
  await packageStack({ stage: "prod", folder });
  file = templateIn(folder);
  resources = JSON.parse(await readFile(file, "utf8")).Resources;
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
  };
  const all = path.join(folder, "with-all");
  await packageStack({ stage: "prod", folder: all, params });
  withAll = JSON.parse(await readFile(templateIn(all), "utf8")).Resources;
}, 300_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

const ofType = (type: string) => Object.entries(resources).filter(([, { Type }]) => Type === type);

describe("the template as it is deployed to AWS", () => {
  it("is in order for cfn-lint", async () => {
    // W8003, W1033: what is not asked for is a condition that is never true, over an empty list.
    expect(await lint(file, ["W8003", "W1033"])).toBe("");
  }, 120_000);

  it("is in order for cfn-lint with a VPC and its endpoints, a trail, alerts by e-mail and all destinations", async () => {
    expect(await lint(templateIn(path.join(folder, "with-all")), ["W8003"])).toBe("");
  }, 120_000);

  it("says nothing of this machine: the functions find AWS where AWS is", () => {
    expect(JSON.stringify(resources)).not.toMatch(/127\.0\.0\.1|localhost|AWS_ENDPOINT_URL/);
  });

  it("gives every function a role of its own", () => {
    const roles = ofType("AWS::Lambda::Function").map(([, { Properties }]) =>
      JSON.stringify(Properties.Role),
    );
    expect(roles.length).toBeGreaterThanOrEqual(3);
    expect(new Set(roles).size).toBe(roles.length);
  });

  it("allows no action on everything but what AWS cannot narrow", () => {
    const onEverything = ofType("AWS::IAM::Role").flatMap(([, { Properties }]) =>
      (
        Properties.Policies as {
          PolicyDocument: { Statement: { Resource: unknown; Action: string | string[] }[] };
        }[]
      )
        .flatMap(({ PolicyDocument }) => PolicyDocument.Statement)
        .filter(({ Resource }) => Resource === "*")
        .flatMap(({ Action }) => Action),
    );
    const cannotBeNarrowed = /^(xray:|secretsmanager:(GetRandomPassword|ListSecrets)$)/;
    expect(onEverything.filter((action) => !cannotBeNarrowed.test(action))).toEqual([]);
    const wildcards = JSON.stringify(ofType("AWS::IAM::Role")).match(/"[a-z0-9]+:[A-Za-z]*\*"/g) ?? [];
    expect(wildcards).toEqual([]);
  });

  it("lets Secrets Manager invoke the rotation function for this account alone", () => {
    const permissions = ofType("AWS::Lambda::Permission").filter(
      ([, { Properties }]) => Properties.Principal === "secretsmanager.amazonaws.com",
    );
    expect(permissions.map(([, { Properties }]) => Properties.SourceAccount)).toEqual([
      { Ref: "AWS::AccountId" },
    ]);
  });

  it.each(["Topic", "Slack", "Teams", "SecurityHub", "Bus"])(
    "gives the destination %s a rule, a queue, dead letters and an alarm of its own",
    (name) => {
      const properties = (resource: string) => JSON.stringify(resources[`${name}${resource}`]?.Properties);
      const { QueueName } = resources[`${name}Deliveries`]?.Properties ?? {};
      const queue = `:${QueueName}"`;
      const letters = `:${QueueName}-dead-letters"`;
      expect(properties("Rule")).toContain(queue);
      expect(properties("Rule")).toContain(letters);
      expect(properties("Deliveries")).toContain(letters);
      expect(properties("ToNotify")).toContain(queue);
      expect(resources[`${name}DeadLetters`]?.Properties.QueueName).toBe(`${QueueName}-dead-letters`);
      expect(properties("DeadLettersVisible")).toContain(`"${QueueName}-dead-letters"`);
      expect(properties("RuleSendsToTheQueues")).toContain(`/${resources[`${name}Rule`]?.Properties.Name}"`);
    },
  );

  it("alarms on every key that is disabled, and on what is unusual", () => {
    const alarms = ofType("AWS::CloudWatch::Alarm").map(([, { Properties }]) => Properties);
    expect(alarms).toContainEqual(
      expect.objectContaining({ MetricName: "KeysDisabled", Threshold: 0, Namespace: "Rekey" }),
    );
    const unusual = alarms.filter(({ Metrics }) =>
      JSON.stringify(Metrics)?.includes("ANOMALY_DETECTION_BAND"),
    );
    expect(unusual).toHaveLength(2);
  });

  it("has a dashboard whose body is JSON", () => {
    const bodies = ofType("AWS::CloudWatch::Dashboard").map(
      ([, { Properties }]) => (Properties.DashboardBody as { "Fn::Sub": string })["Fn::Sub"],
    );
    const titles = bodies.flatMap((body) =>
      (JSON.parse(body) as { widgets: { properties: { title: string } }[] }).widgets.map(
        ({ properties }) => properties.title,
      ),
    );
    expect(titles).toContain("Decrypts by key");
  });

  it("has read-only events delivered by the rules of keys, secrets and parameters, and by no other", () => {
    const rules = ofType("AWS::Events::Rule").filter(([, { Properties }]) =>
      JSON.stringify(Properties.Targets).includes("TrailQueue"),
    );
    const readOnly = rules.filter(
      ([, { Properties }]) => Properties.State === "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS",
    );
    expect(readOnly.map(([name]) => name).sort()).toEqual([
      "KmsRule",
      "ParameterStoreRule",
      "SecretsManagerRule",
    ]);
    expect(rules.length).toBeGreaterThan(readOnly.length);
  });

  it("keeps every log for a set time", () => {
    const functions = ofType("AWS::Lambda::Function").length;
    const groups = ofType("AWS::Logs::LogGroup");
    expect(groups.length).toBe(functions);
    for (const [, { Properties }] of groups) expect(Properties.RetentionInDays).toBeGreaterThan(0);
  });

  it("encrypts the table and the topic under a key of its own, rotates its keys, and keeps table and keys when it goes", () => {
    for (const [, { Properties }] of ofType("AWS::KMS::Key")) expect(Properties.EnableKeyRotation).toBe(true);
    for (const [, resource] of [...ofType("AWS::KMS::Key"), ...ofType("AWS::DynamoDB::Table")]) {
      expect(resource).toMatchObject({ DeletionPolicy: "Retain" });
    }
    expect(ofType("AWS::DynamoDB::Table")[0]?.[1].Properties).toMatchObject({
      BillingMode: "PAY_PER_REQUEST",
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      TimeToLiveSpecification: { Enabled: true },
      SSESpecification: { SSEEnabled: true, KMSMasterKeyId: expect.anything() },
    });
    expect(ofType("AWS::SNS::Topic")[0]?.[1].Properties.KmsMasterKeyId).toBeDefined();
  });

  it("watches itself: errors and throttles of each function, the queue's age, every dead-letter queue", () => {
    const alarms = ofType("AWS::CloudWatch::Alarm").map(([, { Properties }]) => Properties);
    const on = (metric: string) => alarms.filter(({ MetricName }) => MetricName === metric).length;
    const functions = ofType("AWS::Lambda::Function").length;
    expect(on("Errors")).toBe(functions);
    expect(on("Throttles")).toBe(functions);
    expect(on("ApproximateAgeOfOldestMessage")).toBeGreaterThan(0);
    const deadLetterQueues = ofType("AWS::SQS::Queue").filter(([name]) =>
      name.endsWith("DeadLetters"),
    ).length;
    expect(on("ApproximateNumberOfMessagesVisible")).toBe(deadLetterQueues);
    for (const { AlarmActions } of alarms) expect(AlarmActions).toEqual([{ Ref: "AlertTopic" }]);
  });
});

describe("what is asked for", () => {
  const named = (name: string) => withAll[name]?.Properties ?? {};
  const endpoints = () => Object.values(withAll).filter(({ Type }) => Type === "AWS::EC2::VPCEndpoint");

  it("is left out by default: neither endpoints nor a trail, a bucket or a key for it", () => {
    const types = Object.values(resources).map(({ Type }) => Type);
    expect(types).not.toContain("AWS::EC2::VPCEndpoint");
    expect(types).not.toContain("AWS::EC2::SecurityGroup");
    expect(types).not.toContain("AWS::CloudTrail::Trail");
    expect(ofType("AWS::KMS::Key")).toHaveLength(2);
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

describe("every state machine", () => {
  it.each(["rotate-secret", "retire-credential", "rotate-fleet"])(
    "is valid Amazon States Language: %s",
    async (name) => {
      const file = path.join(checkout, `statemachines/${name}.asl.json`);
      const { isValid, errorsText } = validate(JSON.parse(await readFile(file, "utf8")));
      expect(isValid, errorsText()).toBe(true);
    },
  );
});

function templateIn(packaged: string): string {
  return path.join(packaged, "package", "cloudformation-template-update-stack.json");
}

/** What cfn-lint has to say; nothing is good. */
async function lint(template: string, ignored: string[]): Promise<string> {
  const programs = await virtualEnvironment({
    name: "cfn-lint",
    title: "cfn-lint",
    requirements: fileURLToPath(new URL("./cfn-lint.lock", import.meta.url)),
  });
  // W3005: the deployment tool writes DependsOn where a reference says the same.
  const args = ["--ignore-checks", "W3005", ...ignored, "--regions", "us-east-1", "--", template];
  const { stdout } = await run(path.join(programs, "cfn-lint"), args).catch(
    (error: { stdout: string }) => error,
  );
  return stdout.trim();
}
