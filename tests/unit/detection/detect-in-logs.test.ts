import { randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { detectInLogs, detections, type LogProgress } from "../../../shared/detection/index.ts";
import { type CloudTrailRecord, sourcesOf } from "../../../shared/trail/index.ts";
import { aRecord } from "../trail/a-record.ts";
import { aMatch } from "./detections-of-tests.ts";
import { settingsWith } from "./settings-with.ts";

const keyArn = "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const settings = settingsWith({ thresholds: { "secret-read-rate": 3 } });

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "rekey-detect-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const disableKey = (eventTime: string) =>
  aRecord({
    eventSource: "kms.amazonaws.com",
    eventName: "DisableKey",
    eventTime,
    resources: [{ ARN: keyArn, type: "AWS::KMS::Key" }],
  });

const read = (eventTime: string) =>
  aRecord({
    eventSource: "secretsmanager.amazonaws.com",
    eventName: "GetSecretValue",
    eventTime,
    requestParameters: { secretId: "prod/db" },
  });

const readBy = (name: string, day: number): CloudTrailRecord => ({
  ...read(new Date(Date.UTC(2026, 0, 1 + day, 12)).toISOString().replace(".000", "")),
  userIdentity: {
    type: "AssumedRole",
    arn: `arn:aws:sts::111122223333:assumed-role/${name}/session`,
    accountId: "111122223333",
    sessionContext: { sessionIssuer: { type: "Role", arn: `arn:aws:iam::111122223333:role/${name}` } },
  },
});

async function search(logs: Record<string, CloudTrailRecord[]>, options = {}) {
  const at = await mkdtemp(path.join(folder, "logs-"));
  for (const [name, Records] of Object.entries(logs)) {
    await writeFile(path.join(at, name), gzipSync(JSON.stringify({ Records })));
  }
  const { sources } = await sourcesOf([at], { s3: () => expect.unreachable("no log is in S3") });
  return detectInLogs(sources, { detections: detections(settings), settings, ...options });
}

const of = (ruleId: string) => (finding: { ruleId: string }) => finding.ruleId === ruleId;

describe("what log files tell", () => {
  it("is one finding for a situation, counted over all logs, whatever was delivered twice", async () => {
    const reads = [1, 2, 3, 4, 5].map((second) => read(`2026-03-01T12:00:0${second}Z`));
    const { findings, seen } = await search({ "a.json": reads.slice(0, 3), "b.json": reads });
    expect(seen).toBe(8);
    expect(findings.filter(of("secret-read-rate"))).toMatchObject([
      { count: 5, firstSeen: "2026-03-01T12:00:01Z", lastSeen: "2026-03-01T12:00:05Z" },
    ]);
  });

  it("is closed when the logs go on long enough without it, and stays open otherwise", async () => {
    const { findings } = await search({
      "a.json": [disableKey("2026-03-01T12:00:00Z"), read("2026-03-03T12:00:00Z")],
    });
    expect(findings.find(of("kms-key-disabled-or-scheduled-for-deletion"))?.status).toBe("CLOSED");
    const open = await search({ "a.json": [disableKey("2026-03-01T12:00:00Z")] });
    expect(open.findings[0]?.status).toBe("NEW");
  });

  it("is new again after long enough, however few events lie between", async () => {
    const readers = { app: [0, 95], other: [0, 30, 60, 90] };
    const logs = Object.entries(readers).flatMap(([name, days]) =>
      days.map((day): [number, CloudTrailRecord[]] => [day, [readBy(name, day)]]),
    );
    const inOrder = logs.toSorted(([one], [other]) => one - other);
    const aLogEach = Object.fromEntries(inOrder.map(([day, records], at) => [`${at}-${day}.json`, records]));
    const together = { "a.json": inOrder.flatMap(([, records]) => records) };
    for (const files of [aLogEach, together]) {
      const { findings } = await search(files);
      expect(findings.filter(of("secret-first-read-by-principal"))).toMatchObject([
        { count: 1, principal: expect.stringContaining("app") },
      ]);
    }
  });

  it("depends on when events were, not on what the files are called", async () => {
    const days = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => from + at);
    const readings = (from: number, to: number) => days(from, to).map((day) => readBy("app", day));
    const { findings } = await search({
      "january.json": readings(0, 30),
      "february.json": [...readings(30, 40), readBy("other", 39)],
    });
    expect(findings.filter(of("secret-first-read-by-principal"))).toMatchObject([
      { principal: expect.stringContaining("other") },
    ]);
  });

  it("is found also where two logs hold the same days, as exports of a region each do", async () => {
    const reads = (region: string, name: string, minutes: number[]) =>
      minutes.map((minute) => ({
        ...read(new Date(Date.UTC(2026, 2, 1, 0, minute)).toISOString().replace(".000", "")),
        requestParameters: { secretId: `${name}-${minute % 1_440}` },
        awsRegion: region,
      }));
    const attack = Array.from({ length: 15 }, (_, at) => 20 * 1_440 + 600 + Math.floor(at / 5));
    const quiet = Array.from({ length: 40 }, (_, day) => day * 1_440);
    const half = (region: string) =>
      [
        ...reads(region, "usual", quiet),
        ...attack.flatMap((minute, at) => reads(region, `taken-${at}`, [minute])),
      ].toSorted((one, other) => (one.eventTime < other.eventTime ? -1 : 1));
    const { findings, seen } = await search({ "a.json": half("eu-central-1"), "b.json": half("us-east-1") });
    expect(seen).toBe(110);
    expect(findings.filter(of("many-secrets-read-in-minutes"))).toMatchObject([{ count: 30 }]);
  });

  it("is the same whatever the order within a log, and told with a problem where that cannot be seen in time", async () => {
    const days = Array.from({ length: 40 }, (_, day) => readBy("app", day));
    const all = [...days, readBy("other", 39)];
    const found = ({ findings }: Awaited<ReturnType<typeof search>>) =>
      findings.map(({ id, count }) => [id, count]);
    const inOrder = await search({ "a.json": all });
    expect(inOrder.findings.filter(of("secret-first-read-by-principal"))).toHaveLength(1);
    // As CloudTrail's console has them to download.
    const newestFirst = await search({ "a.json": all.toReversed() });
    expect([found(newestFirst), newestFirst.problems]).toEqual([found(inOrder), []]);
    const long = Array.from({ length: 300 }, (_, at) => ({
      ...readBy("app", 50 + at / 1_000),
      // What is packed no shorter.
      requestID: randomBytes(512).toString("hex"),
    }));
    const { problems } = await search({ "a.json": [...long, ...days.slice(0, 2)] });
    expect(problems.map(({ message }) => message)).toEqual([
      expect.stringMatching(/a\.json: 2 of its events came over an hour after later ones: .*eventTime\.$/),
    ]);
  });

  it("comes with how much was read of what there is", async () => {
    const read: number[] = [];
    const logs = {
      "a.json": [disableKey("2026-03-01T12:00:00Z")],
      "b.json": [disableKey("2026-03-02T12:00:00Z")],
    };
    const sizes = new Map<number, number>();
    await search(logs, {
      onProgress: (progress: LogProgress) => {
        sizes.set(progress.index, progress.source.size);
        read.push(progress.read);
      },
    });
    expect(sizes.size).toBe(2);
    expect(read.at(-1)).toBe([...sizes.values()].reduce((sum, size) => sum + size, 0));
  });

  it("comes in the order in which it began", async () => {
    const { findings } = await search({
      "a.json": [disableKey("2026-03-05T12:00:00Z")],
      "b.json": [disableKey("2026-03-01T12:00:00Z")],
    });
    const begun = findings.map(({ firstSeen }) => firstSeen);
    expect(begun).toEqual(begun.toSorted());
    expect(begun).toHaveLength(2);
  });

  it("is told beside what could not be read", async () => {
    const { findings, problems } = await search({
      "a.json": [disableKey("2026-03-01T12:00:00Z")],
      "b.json": [{ ...disableKey("2026-03-01T13:00:00Z"), eventTime: "yesterday" }],
    });
    expect(findings).toHaveLength(1);
    expect(problems.map(({ message }) => message)).toEqual([expect.stringMatching(/b\.json: .*eventTime/)]);
  });

  it("is told beside detections that fail on an event, and leave it out", async () => {
    const failing = aMatch({
      wants: [{ source: "kms.amazonaws.com" }],
      matches: () => {
        throw new Error("cannot read it");
      },
    });
    const { findings, failures } = await search(
      { "a.json": [disableKey("2026-03-01T12:00:00Z"), disableKey("2026-03-01T12:00:01Z")] },
      { detections: [failing, ...detections(settings)] },
    );
    expect(findings.some(of("kms-key-disabled-or-scheduled-for-deletion"))).toBe(true);
    expect(failures).toEqual(["matches of the detection match failed. That happened 2 times."]);
  });

  it("ends early when it is told to, with what was found up to then", async () => {
    const ending = new AbortController();
    const onProgress = ({ index }: LogProgress) => {
      if (index === 0) ending.abort();
    };
    const logs = {
      "a.json": [disableKey("2026-03-01T12:00:00Z")],
      "b.json": [disableKey("2026-03-05T12:00:00Z")],
    };
    const { findings, seen } = await search(logs, { signal: ending.signal, onProgress });
    expect(findings.map(({ firstSeen }) => firstSeen)).toEqual(["2026-03-01T12:00:00Z"]);
    expect(seen).toBe(1);
  });

  it("is nothing where there is nothing", async () => {
    expect(await search({})).toEqual({ findings: [], problems: [], failures: [], seen: 0, wanted: 0 });
  });
});
