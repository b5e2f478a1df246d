import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import { CloudTrailClient, LookupEventsCommand } from "@aws-sdk/client-cloudtrail";
import {
  CloudWatchLogsClient,
  paginateDescribeLogGroups,
  paginateFilterLogEvents,
} from "@aws-sdk/client-cloudwatch-logs";
import { paginateScan } from "@aws-sdk/client-dynamodb";
import { CreateKeyCommand, DisableKeyCommand } from "@aws-sdk/client-kms";
import { GetObjectCommand, paginateListObjectsV2, S3Client } from "@aws-sdk/client-s3";
import { GetSecretValueCommand, ListSecretVersionIdsCommand } from "@aws-sdk/client-secrets-manager";
import { paginateGetExecutionHistory, paginateListExecutions } from "@aws-sdk/client-sfn";
import { GetQueueUrlCommand, ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { beforeAll, describe, expect, it } from "vitest";
import { subscribe } from "../../local/demo/alerts.ts";
import { currentSecret, rotateOnSchedule } from "../../local/demo/secret.ts";
import { trailBucket } from "../../local/trail-gateway/index.ts";
import { followExecution, startExecution } from "../../shared/rotation/index.ts";
import {
  dynamoDb,
  eventually,
  kms,
  secretsManager,
  secretUnderRotation,
  settings,
  sqs,
  stack,
  stepFunctions,
} from "./deployed.ts";
import { refuseLogin } from "./refuse-login.ts";

/** Every secret value that the runs below had in hand: planted ones, and the passwords that Rekey made itself. */
const planted = new Map<string, string>();

const account = "000000000000";

beforeAll(async () => {
  const inbox = await subscribe(settings, stack.outputs.AlertTopicArn, "canary-inbox");
  await subscribe(settings, stack.outputs.AlertTopicArn, "canary-alerts");
  // A rotation on schedule and one by hand that succeed.
  const rotated = await secretUnderRotation();
  planted.set("the first password", rotated.credentials.password);
  await rotateOnSchedule(secretsManager, rotated.name, stack.outputs.RotateFunctionArn);
  await plantCurrent(rotated.name, "the password of the scheduled rotation");
  await byHand(rotated.name);
  await plantCurrent(rotated.name, "the password of the manual rotation");

  // One whose test fails, which is taken back.
  const undone = await secretUnderRotation();
  planted.set("the password of a rotation taken back", undone.credentials.password);
  await refuseLogin(undone.username, 4);
  await byHand(undone.name);
  await plantAllVersions(undone.name);

  // Values that cannot be rotated: parsers and drivers must not quote them.
  const wrong: [string, (secret: object) => unknown][] = [
    ["not-json", (secret) => `{"password": "CANARY-not-json-77", ${JSON.stringify(secret).slice(1, 40)}`],
    ["wrong-password", (secret) => ({ ...secret, password: "CANARY-wrong-password-77" })],
    ["wrong-engine", (secret) => ({ ...secret, engine: "dbase", password: "CANARY-wrong-engine-77" })],
    ["wrong-port", (secret) => ({ ...secret, port: "CANARY-port-77", password: "CANARY-wrong-port-77" })],
    ["no-tls", (secret) => ({ ...secret, sslrootcert: undefined, password: "CANARY-no-tls-77" })],
  ];
  for (const [name, change] of wrong) {
    planted.set(name, `CANARY-${name}-77`);
    await byHand((await secretUnderRotation(change)).name);
  }
  // An alert behind all of it: when it has come, detect has read the records before.
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
  await kms.send(new DisableKeyCommand({ KeyId: KeyMetadata?.KeyId }));
  await inbox.first(({ entity }) => entity === KeyMetadata?.Arn);
}, 300_000);

describe("no secret value stands in", () => {
  it("any log of a function", async () => {
    const logs = new CloudWatchLogsClient(settings);
    const lines: string[] = [];
    for await (const { logGroups = [] } of paginateDescribeLogGroups({ client: logs }, {})) {
      for (const { logGroupName } of logGroups) {
        for await (const { events = [] } of paginateFilterLogEvents({ client: logs }, { logGroupName })) {
          lines.push(...events.map(({ message = "" }) => message));
        }
      }
    }
    expectClean(lines, 100);
  });

  // A container keeps these for itself; they are the same lines as in the log groups.
  it.runIf(stack.logDirectory)("what the functions wrote to their standard output and error", async () => {
    const folder = path.join(stack.logDirectory ?? "", "tmp");
    const files = await readdir(folder, { recursive: true, withFileTypes: true });
    const logs = files.filter(
      (file) => file.isFile() && file.name.startsWith("lambda-") && file.name.endsWith(".log"),
    );
    expectClean(
      await Promise.all(logs.map((file) => readFile(path.join(file.parentPath, file.name), "utf8"))),
      3,
    );
  });

  it("the input, output or history of any execution of the state machine", async () => {
    const events: string[] = [];
    const stateMachineArn = stack.outputs.RotateSecretStateMachineArn;
    for await (const { executions = [] } of paginateListExecutions(
      { client: stepFunctions },
      { stateMachineArn },
    )) {
      for (const { executionArn } of executions) {
        const pages = paginateGetExecutionHistory(
          { client: stepFunctions },
          { executionArn, includeExecutionData: true },
        );
        for await (const page of pages)
          events.push(...(page.events ?? []).map((event) => JSON.stringify(event)));
      }
    }
    expectClean(events, 50);
  });

  it("the table", async () => {
    const items: string[] = [];
    for await (const page of paginateScan({ client: dynamoDb }, { TableName: stack.outputs.TableName })) {
      items.push(
        ...(page.Items ?? []).map((item) =>
          JSON.stringify(item, (_, value) => (value instanceof Set ? [...value] : value)),
        ),
      );
    }
    expectClean(items, 5);
  });

  it("the trail's records, by LookupEvents and in the log files", async () => {
    const cloudTrail = new CloudTrailClient(settings);
    const records: string[] = [];
    let NextToken: string | undefined;
    do {
      const page = await cloudTrail.send(new LookupEventsCommand({ NextToken, MaxResults: 50 }));
      records.push(...(page.Events ?? []).map(({ CloudTrailEvent = "" }) => CloudTrailEvent));
      NextToken = page.NextToken;
    } while (NextToken);
    expectClean(records, 100);

    const s3 = new S3Client(settings);
    const Bucket = trailBucket(account);
    const files = await eventually("a log file of the trail", async () => {
      const found: string[] = [];
      for await (const { Contents = [] } of paginateListObjectsV2({ client: s3 }, { Bucket })) {
        for (const { Key } of Contents) {
          const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
          found.push(gunzipSync((await Body?.transformToByteArray()) ?? "").toString("utf8"));
        }
      }
      return found.join("").includes("RotationSucceeded") ? found : undefined;
    });
    expectClean(files, 1);
  });

  it("the queues: alerts and dead letters", async () => {
    const messages: string[] = [];
    for (const QueueName of [
      "canary-alerts",
      `rekey-${stack.stage}-detect-dead-letters`,
      `rekey-${stack.stage}-notify-topic-dead-letters`,
    ]) {
      const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName }));
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({
          QueueUrl,
          MaxNumberOfMessages: 10,
          WaitTimeSeconds: 1,
          MessageAttributeNames: ["All"],
          VisibilityTimeout: 0,
        }),
      );
      messages.push(...Messages.map((message) => JSON.stringify(message)));
    }
    expectClean(messages, 1);
  });
});

/** @param least how many texts must be there at least: an empty place proves nothing */
function expectClean(texts: readonly string[], least: number): void {
  expect(texts.length).toBeGreaterThanOrEqual(least);
  const all = texts.join("\n");
  const found = [...planted].filter(
    ([, value]) => all.includes(value) || all.includes(JSON.stringify(value).slice(1, -1)),
  );
  expect(found.map(([name]) => name)).toEqual([]);
}

async function byHand(secretId: string): Promise<void> {
  const execution = await startExecution(stepFunctions, stack.outputs.RotateSecretStateMachineArn, {
    secretId,
    reason: "a test",
  });
  await followExecution(stepFunctions, execution);
}

async function plantCurrent(name: string, what: string): Promise<void> {
  planted.set(what, (await currentSecret(secretsManager, name)).password);
}

async function plantAllVersions(name: string): Promise<void> {
  const { Versions = [] } = await secretsManager.send(
    new ListSecretVersionIdsCommand({ SecretId: name, IncludeDeprecated: true }),
  );
  for (const { VersionId } of Versions) {
    const value = await secretsManager
      .send(new GetSecretValueCommand({ SecretId: name, VersionId }))
      .catch(() => undefined);
    if (value?.SecretString) planted.set(`version ${VersionId}`, JSON.parse(value.SecretString).password);
  }
}
