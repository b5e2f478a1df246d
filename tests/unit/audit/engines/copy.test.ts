import { mkdir, readdir, readFile, rm } from "node:fs/promises";
import path from "node:path";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { conditionFor } from "../../../../shared/audit/copy/condition.ts";
import {
  type AuditEvent,
  ask,
  copyEngine,
  denied,
  importLogs,
  isCopy,
  OldCopyError,
  parseResource,
  type Question,
  readEvent,
  runSql,
  type Subject,
  whoUsed,
} from "../../../../shared/audit/index.ts";
import { sourcesOf } from "../../../../shared/trail/index.ts";
import { aFolder, noS3 } from "../../trail/logs/a-folder.ts";
import {
  answerTo,
  decrypt,
  engineOf,
  keyArn,
  kmsCall,
  march,
  otherKeyArn,
  read,
  session,
} from "../records.ts";

const now = new Date("2026-04-01T00:00:00Z");
const logOf = (...Records: object[]) => gzipSync(JSON.stringify({ Records }));

async function importAll(copy: string, logs: string) {
  return importLogs(copy, await sourcesOf([logs], { s3: noS3 }), { now });
}

async function aCopyOf(...records: object[]) {
  const copy = path.join(await aFolder(), "copy");
  await importAll(copy, await aFolder({ "a.json.gz": logOf(...records) }));
  return copy;
}

const fromCopy = async <Answer>(copy: string, question: Question<Answer>) =>
  (await ask(copyEngine(copy), question, march)).answer;

describe("a columnar copy of log files", () => {
  it("has each log once, and grows by what is new", async () => {
    const copy = path.join(await aFolder(), "copy");
    const logs = await aFolder({ "a.json.gz": logOf(decrypt(), read("prod/db")) });
    expect(await importAll(copy, logs)).toMatchObject({ logs: 1, known: 0, events: 2, problems: [] });
    expect(await importAll(copy, logs)).toMatchObject({ logs: 0, known: 1, events: 0 });
    const more = await aFolder({ "b.json.gz": logOf(decrypt()) });
    expect(await importAll(copy, more)).toMatchObject({ logs: 1, events: 1 });
    expect(await fromCopy(copy, whoUsed(parseResource(keyArn)))).toMatchObject({ uses: [{ count: 2 }] });
  });

  it("is kept by day, and only the days asked about are read", async () => {
    const copy = await aCopyOf(
      decrypt({ eventTime: "2026-03-01T23:59:59Z" }),
      decrypt({ eventTime: "2026-03-02T00:00:00Z" }),
    );
    const [batch = ""] = await readdir(path.join(copy, "batches-2"));
    expect((await readdir(path.join(copy, "batches-2", batch))).sort()).toEqual([
      "day=2026-03-01",
      "day=2026-03-02",
      "sources.json",
    ]);
    // A day that is not asked about need not be there.
    await rm(path.join(copy, "batches-2", batch, "day=2026-03-01"), { recursive: true });
    const period = { from: new Date("2026-03-02T00:00:00Z"), to: new Date("2026-03-03T00:00:00Z") };
    const { answer } = await ask(copyEngine(copy), whoUsed(parseResource(keyArn)), period);
    expect(answer.uses).toMatchObject([{ count: 1 }]);
  });

  it("keeps what was done when an import is interrupted, has nothing of what was not, and goes on the next time", async () => {
    const copy = path.join(await aFolder(), "copy");
    const logs = await aFolder({ "a.json": logOf(decrypt()), "b.json": logOf(decrypt()) });
    const { sources } = await sourcesOf([logs], { s3: noS3 });
    const large = sources.map((source) => ({ ...source, size: 64 * 1_024 * 1_024 }));
    const interrupt = () => {
      throw new Error("interrupted");
    };
    const interrupted = importLogs(copy, { sources: large, problems: [] }, { now, onProgress: interrupt });
    await expect(interrupted).rejects.toThrow("interrupted");
    await mkdir(path.join(copy, "unfinished-killed", "day=2026-03-01"), { recursive: true });
    expect(await fromCopy(copy, whoUsed(parseResource(keyArn)))).toMatchObject({ uses: [{ count: 1 }] });

    const { known, events } = await importLogs(copy, { sources: large, problems: [] }, { now: inTwoDays() });
    expect({ known, events }).toEqual({ known: 1, events: 1 });
    expect(await fromCopy(copy, whoUsed(parseResource(keyArn)))).toMatchObject({ uses: [{ count: 2 }] });
    expect(await readdir(copy)).not.toContain("unfinished-killed");
  });

  it("names a damaged log, keeps what can be read of it, and counts that once when it is whole", async () => {
    const copy = path.join(await aFolder(), "copy");
    const [one, two] = [decrypt(), decrypt()];
    const whole = JSON.stringify({ Records: [one, two] });
    const damaged = await aFolder({ "a.json": whole.slice(0, -40) });
    expect((await importAll(copy, damaged)).problems).not.toEqual([]);
    expect(await fromCopy(copy, whoUsed(parseResource(keyArn)))).toMatchObject({ uses: [{ count: 1 }] });
    await importAll(copy, await aFolder({ "a.json": whole }));
    expect(await fromCopy(copy, whoUsed(parseResource(keyArn)))).toMatchObject({ uses: [{ count: 2 }] });
  });

  it("answers about one key or secret without its columns, which are for all other questions", async () => {
    const records = Array.from({ length: 5_000 }, (_, index) => decrypt({ eventID: `event ${index}` }));
    const copy = await aCopyOf(...records, decrypt({ key: otherKeyArn }), read("prod/db"));
    const files = await readdir(copy, { recursive: true });
    const parquet = files.filter((name) => name.endsWith(".parquet"));
    expect(parquet.length).toBeGreaterThan(1);
    for (const file of parquet) await rm(path.join(copy, file));
    expect(await fromCopy(copy, whoUsed(parseResource(keyArn)))).toMatchObject({ uses: [{ count: 5_000 }] });
    expect(await fromCopy(copy, whoUsed(parseResource("prod/db")))).toMatchObject({ uses: [{ count: 1 }] });
    expect(await fromCopy(copy, whoUsed(parseResource("prod/other")))).toEqual({ uses: [], hasMore: false });
    expect(await fromCopy(copy, denied())).toEqual({ refusals: [], hasMore: false });
  });

  it("gives events as they were read, by their names and from the columns", async () => {
    const context = { encryptionContext: { stage: "prod" } };
    const records = [
      decrypt({
        userIdentity: { ...session("task-1"), invokedBy: "rds.amazonaws.com" },
        requestParameters: context,
      }),
      kmsCall("CreateGrant", { responseElements: { grantId: "g" }, errorCode: "AccessDenied" }),
      kmsCall("UpdateAlias", { requestParameters: { aliasName: "alias/payroll", targetKeyId: keyArn } }),
      kmsCall("ScheduleKeyDeletion", { eventTime: "2026-03-01T12:00:00.123Z" }),
      read("prod/db", {
        eventName: "UpdateSecretVersionStage",
        readOnly: false,
        requestParameters: { secretId: "prod/db", versionStage: "AWSCURRENT", moveToVersionId: "two" },
      }),
    ];
    const copy = await aCopyOf(...records);
    const eventsOf = async (...subjects: (Subject | undefined)[]) => {
      const events: AuditEvent[] = [];
      for (const subject of subjects) {
        const wants = [{ source: "kms.amazonaws.com" }, { source: "secretsmanager.amazonaws.com" }];
        for await (const batch of copyEngine(copy).events({ period: march, events: wants, subject }))
          events.push(...batch.events);
      }
      return new Set(events);
    };
    const asRead = new Set(records.map(readEvent));
    expect(await eventsOf(parseResource(keyArn), parseResource("prod/db"))).toEqual(asRead);
    expect(await eventsOf(undefined)).toEqual(asRead);
  });

  it("that an earlier version made is refused, with what to do", async () => {
    const copy = await aFolder();
    await mkdir(path.join(copy, "batches", "2026-01-01-a"), { recursive: true });
    expect(await isCopy(copy)).toBe(true);
    const logs = await aFolder({ "a.json.gz": logOf(decrypt()) });
    for (const refused of [
      () => importAll(copy, logs),
      () => fromCopy(copy, whoUsed(parseResource(keyArn))),
      () => fromCopy(copy, denied()),
      () => runSql(copy, "SELECT 1"),
    ]) {
      await expect(refused()).rejects.toThrow(OldCopyError);
      await expect(refused()).rejects.toThrow(`rekey audit import PATH… --copy ${copy}`);
    }
  });

  it("is told from a folder of log files", async () => {
    expect(await isCopy(await aCopyOf(decrypt()))).toBe(true);
    expect(await isCopy(await aFolder({ "a.json": "{}" }))).toBe(false);
  });
});

const inTwoDays = () => new Date(Date.now() + 2 * 24 * 60 * 60_000);

describe("names in questions", () => {
  const hostile = fc.oneof(
    fc.string(),
    fc.constantFrom("' OR 1=1 --", "$from", "'; DROP TABLE events; --", "%", "\\", "prod/db' UNION SELECT 1"),
  );

  const subjectsOf = (text: string): Subject[] => [
    { kind: "principal", text },
    { kind: "secret", name: text, isPrefix: false },
    { kind: "key", id: text },
    { kind: "alias", name: text },
  ];
  const sqlFor = (text: string, operation: string) =>
    subjectsOf(text).map((subject) => {
      const events = [{ source: "kms.amazonaws.com", names: [operation] }];
      return conditionFor({ period: march, events, subject, spans: [{ key: text }] }).sql;
    });

  it("never change the SQL", () => {
    fc.assert(
      fc.property(hostile, hostile, (text, operation) => {
        expect(sqlFor(text, operation)).toEqual(sqlFor("payroll", "Decrypt"));
      }),
    );
  });

  it("find what they name and nothing else, whatever they are", async () => {
    const names = ["' OR 1=1 --", "%", "$from", "a\\'b", 'x"y', "prod/db"];
    const records = names.map((name) => read(name));
    const copy = await aCopyOf(...records);
    for (const name of names) {
      expect(await fromCopy(copy, whoUsed({ kind: "secret", name, isPrefix: false }))).toMatchObject({
        uses: [{ count: 1 }],
      });
    }
  });
});

describe("SQL of one's own", () => {
  it("runs over the events, each once, and the whole records", async () => {
    const record = decrypt({ userIdentity: session("task-1") });
    const copy = await aCopyOf(record, record, kmsCall("DescribeKey"));
    const sql =
      "SELECT operation, count(*)::INT AS times, any_value(record ->> '$.userAgent') AS agent FROM events GROUP BY 1 ORDER BY 1";
    expect(await runSql(copy, sql)).toEqual({
      columns: ["operation", "times", "agent"],
      rows: [
        ["Decrypt", 1, "aws-cli/2.15"],
        ["DescribeKey", 1, "aws-cli/2.15"],
      ],
    });
  });

  it("reads nothing but the copy", async () => {
    const copy = await aCopyOf(decrypt());
    const secret = path.join(await aFolder({ "secret.csv": "a,b\n1,2\n" }), "secret.csv");
    expect(await readFile(secret, "utf8")).toContain("1,2");
    await expect(runSql(copy, `SELECT * FROM read_csv('${secret}')`)).rejects.toThrow(/Permission|disabled/);
    await expect(runSql(copy, "SET enable_external_access = true")).rejects.toThrow();
  });

  it("says how to make a copy where there is none", async () => {
    await expect(runSql(await aFolder(), "SELECT 1")).rejects.toThrow("rekey audit import");
  });
});

describe("an empty copy", () => {
  it("answers like an engine without events", async () => {
    const question = whoUsed(parseResource(keyArn));
    const copy = await aFolder();
    expect(await fromCopy(copy, question)).toEqual((await ask(engineOf([]), question, march)).answer);
    expect(await answerTo(question, [])).toEqual({ uses: [], hasMore: false });
  });
});
