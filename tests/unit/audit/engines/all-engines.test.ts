import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { writeLogs } from "../../../../bench/trail-logs/write.ts";
import {
  type AuditEngine,
  activity,
  ask,
  athenaEngine,
  changes,
  copyEngine,
  count,
  deleted,
  denied,
  grantUse,
  importLogs,
  logsEngine,
  lookupEngine,
  parseResource,
  type Question,
  stillUsed,
  unused,
  whoUsed,
} from "../../../../shared/audit/index.ts";
import { type CloudTrailRecord, cloudTrailRecordSchema, sourcesOf } from "../../../../shared/trail/index.ts";
import { aFolder, noS3 } from "../../trail/logs/a-folder.ts";
import {
  decrypt,
  engineOf,
  keyArn,
  kmsCall,
  otherKeyArn,
  read,
  roleArn,
  secretArn,
  session,
} from "../records.ts";
import { aTrail } from "./a-trail.ts";
import { anAthena, table } from "./an-athena.ts";

const period = { from: new Date("2024-07-01T00:00:00Z"), to: new Date("2026-04-01T00:00:00Z") };
const stratus = new URL("../../../fixtures/cloudtrail/stratus/", import.meta.url);

const alias = (eventName: string, day: number, key: string) =>
  kmsCall(eventName, {
    eventTime: `2026-03-0${day}T00:00:00Z`,
    requestParameters: {
      aliasName: "alias/payroll",
      ...(eventName !== "DeleteAlias" && { targetKeyId: key }),
    },
    key,
  });

/** What the fixtures and the generated logs lack. */
const others = [
  alias("CreateAlias", 1, keyArn),
  alias("UpdateAlias", 3, otherKeyArn),
  alias("DeleteAlias", 5, otherKeyArn),
  ...[2, 4, 6].flatMap((day) => [
    decrypt({ eventTime: `2026-03-0${day}T00:00:00Z`, userIdentity: session("task-1") }),
    decrypt({ eventTime: `2026-03-0${day}T00:00:00Z`, key: otherKeyArn, errorCode: "AccessDenied" }),
  ]),
  kmsCall("CreateGrant", {
    requestParameters: { granteePrincipal: roleArn, operations: ["Decrypt"] },
    responseElements: { grantId: "g" },
  }),
  kmsCall("ScheduleKeyDeletion", { key: otherKeyArn, requestParameters: { pendingWindowInDays: 7 } }),
  read(secretArn, { userIdentity: { ...session("task-2"), invokedBy: "rds.amazonaws.com" } }),
  read("prod/db", { eventName: "DeleteSecret", readOnly: false }),
  read("", {
    eventName: "RotationFailed",
    requestParameters: null,
    additionalEventData: { SecretId: secretArn },
    eventType: "AwsServiceEvent",
    userIdentity: { accountId: "111122223333", invokedBy: "secretsmanager.amazonaws.com" },
    errorMessage: "It failed.",
    readOnly: false,
  }),
];

/** A folder of logs: real ones, generated ones, and those of here; some events are in it twice. */
async function someLogs(): Promise<{ folder: string; records: CloudTrailRecord[] }> {
  const folder = await aFolder();
  const { files } = await writeLogs(folder, { megabytes: 0.6, fileMegabytes: 0.2 });
  const generated = await Promise.all(files.map(async (file) => gunzipSync(await readFile(file)).toString()));
  const real = await Promise.all(
    (await readdir(stratus)).map((name) => readFile(new URL(name, stratus), "utf8")),
  );
  await mkdir(path.join(folder, "more"));
  for (const [index, text] of real.entries())
    await writeFile(path.join(folder, "more", `${index}.json`), text);
  await writeFile(
    path.join(folder, "more", "others.json"),
    JSON.stringify({ Records: [...others, ...others] }),
  );
  const parsed = [
    ...generated.flatMap((text) => JSON.parse(text).Records),
    ...real.flatMap((text) => JSON.parse(text)),
    ...others,
  ];
  return { folder, records: parsed.map((record) => cloudTrailRecordSchema.parse(record)) };
}

function questionsAbout(records: readonly CloudTrailRecord[]): [string, Question<unknown>][] {
  const known = records.find(
    ({ eventName, requestParameters }) => eventName === "GetSecretValue" && requestParameters,
  );
  const secret = String(known?.requestParameters?.secretId);
  const used = records.find(({ eventName }) => eventName === "Decrypt")?.resources?.[0]?.ARN ?? "";
  const inventory = [keyArn, otherKeyArn, used, secretArn, secret].map((arn) => ({
    kind: arn.includes(":secret:") ? ("secret" as const) : ("key" as const),
    arn,
    name: "",
    created: "2020-01-01T00:00:00Z",
    dollarsAMonth: 1,
  }));
  return [
    ["who used a key", whoUsed(parseResource(used))],
    ["who used a key, by its id", whoUsed(parseResource(keyArn.slice(-36)))],
    ["who used an alias", whoUsed(parseResource("alias/payroll"))],
    ["who used a secret", whoUsed(parseResource(secret))],
    ["who used a secret, by its name", whoUsed(parseResource("prod/db"))],
    ["who used secrets", whoUsed(parseResource("stratus-red-team*"))],
    ["who described a key", whoUsed(parseResource(keyArn), ["DescribeKey"])],
    ["still used", stillUsed({ kind: "key", id: used.slice(-36), arn: used })],
    ["grants", grantUse(parseResource(keyArn), [{ id: "g", grantee: roleArn, operations: ["Decrypt"] }])],
    ["count by hour", count(parseResource("prod/*"), { by: "hour", timeZone: "Europe/Berlin" })],
    ["count by network", count(parseResource(used), { by: "network", timeZone: "UTC" })],
    ["deleted", deleted("all", period.to)],
    ["changes of an alias's keys", changes(parseResource("alias/payroll"))],
    ["changes of a secret", changes(parseResource("prod/db"))],
    ["activity of a role", activity({ kind: "principal", text: roleArn })],
    ["activity of a session", activity({ kind: "principal", text: "task-1" })],
    ["activity of a user", activity({ kind: "principal", text: "christophe" })],
    ["denied", denied()],
    ["unused", unused(inventory, { from: period.from })],
  ];
}

describe("every question", () => {
  it("has the same answer from every engine, over real events and generated ones", async () => {
    const { folder, records } = await someLogs();
    const found = await sourcesOf([folder], { s3: noS3 });
    const copy = path.join(await aFolder(), "copy");
    await importLogs(copy, found, { now: period.to });
    const { client } = await aTrail(records);
    const { client: athena } = await anAthena([...records, ...others]);
    const naming = { namesOf: async () => undefined, targetOf: async () => undefined };
    const engines: [string, AuditEngine][] = [
      ["log files", logsEngine(found)],
      ["the copy", copyEngine(copy)],
      ["Athena", athenaEngine({ client: athena, s3: noS3, table, workGroup: "rekey-test", firstPollMs: 0 })],
      ["lookups", lookupEngine({ client, naming, now: period.to, perSecond: 10_000 })],
    ];
    const none: string[] = [];
    for (const [name, question] of questionsAbout(records)) {
      const expected = await ask(engineOf(records), question, period);
      if (expected.counted === 0) none.push(name);
      for (const [engine, asked] of engines) {
        const { answer, counted, problems } = await ask(asked, question, period);
        expect({ name, engine, answer, counted, problems }).toEqual({
          name,
          engine,
          answer: expected.answer,
          counted: expected.counted,
          problems: [],
        });
      }
    }
    // A question that finds nothing proves nothing.
    expect(none).toEqual(["who described a key"]);
  }, 60_000);
});
