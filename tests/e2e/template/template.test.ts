import { mkdtemp, readFile, rm } from "node:fs/promises";
import path from "node:path";
import validate from "asl-validator";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkout, localFolder } from "../../../local/checkout.ts";
import { packageStack } from "../../../local/stack/index.ts";
import { lint } from "./cfn-lint.ts";
import { type Resource, resourcesOf, templateIn } from "./packaged.ts";

let folder: string;
let file: string;
let resources: Record<string, Resource>;

beforeAll(async () => {
  folder = await mkdtemp(path.join(localFolder, "template-"));
  await packageStack({ stage: "prod", folder });
  file = templateIn(folder);
  resources = await resourcesOf(folder);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const ofType = (type: string) => Object.entries(resources).filter(([, { Type }]) => Type === type);

describe("the template as it is deployed to AWS", () => {
  it("is in order for cfn-lint", async () => {
    // W8003, W1028, W1031, W1033: what is not asked for is a condition that is never true, over an empty list.
    expect(await lint(file, ["W8003", "W1028", "W1031", "W1033"])).toBe("");
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
    const cannotBeNarrowed = new RegExp(
      [
        "^xray:",
        "^secretsmanager:(GetRandomPassword|ListSecrets)$",
        "^kms:(CreateKey|ListAliases|ListKeys)$",
        "^(ssm:DescribeParameters|cloudtrail:LookupEvents|iam:GetAccountAuthorizationDetails)$",
        "^ec2:(DescribeSnapshots|DescribeVolumes|GetEbsDefaultKmsKeyId)$",
        "^redshift-serverless:(ListNamespaces|ListWorkgroups)$",
        "^(lambda:ListFunctions|dynamodb:ListTables|s3:ListAllMyBuckets)$",
      ].join("|"),
    );
    expect(onEverything.filter((action) => !cannotBeNarrowed.test(action))).toEqual([]);
    const wildcards = JSON.stringify(ofType("AWS::IAM::Role")).match(/"[a-z0-9]+:[A-Za-z]*\*"/g) ?? [];
    expect(wildcards).toEqual([]);
  });

  it("lets what ends grants ask for those that are its to end, and do nothing else with keys", () => {
    const allowed = JSON.stringify(resources.RetireGrantsRole?.Properties.Policies);
    expect(allowed.match(/"kms:[A-Za-z]+"/g)).toEqual(['"kms:ListRetirableGrants"']);
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

describe("every state machine", () => {
  it.each(["rotate-secret", "retire-credential", "rotate-fleet", "replace-key"])(
    "is valid Amazon States Language: %s",
    async (name) => {
      const file = path.join(checkout, `statemachines/${name}.asl.json`);
      const { isValid, errorsText } = validate(JSON.parse(await readFile(file, "utf8")));
      expect(isValid, errorsText()).toBe(true);
    },
  );
});
