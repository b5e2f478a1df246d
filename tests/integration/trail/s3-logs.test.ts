import { randomUUID } from "node:crypto";
import { gzipSync } from "node:zlib";
import { CreateBucketCommand, DeleteObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { beforeAll, describe, expect, inject, it } from "vitest";
import { clientSettings } from "../../../local/client-settings.ts";
import { logFileKey } from "../../../local/trail-gateway/log-files.ts";
import {
  NoLogsError,
  readRecords,
  sourcesOf,
  type TimeRange,
  UnreadableLogError,
} from "../../../shared/trail/index.ts";
import { aRecord } from "../../unit/trail/a-record.ts";

const Bucket = `logs-${randomUUID()}`;
const s3 = new S3Client(clientSettings(inject("integration").endpoint));

/** The prefixes that were listed. */
let listed: (string | undefined)[] = [];
s3.middlewareStack.add(
  (next) => (args) => {
    if ("Prefix" in args.input) listed.push(args.input.Prefix);
    return next(args);
  },
  { step: "initialize" },
);

const at = (time: string, prefix = "org/") =>
  prefix + logFileKey("111122223333", "eu-central-1", new Date(time), "Pw9qIYHsEKDmfMgX");
const region = "org/AWSLogs/111122223333/CloudTrail/eu-central-1/";

const keys = {
  lastYear: at("2025-12-31T23:55:00Z"),
  february: at("2026-02-10T12:00:00Z"),
  noon: at("2026-03-01T12:00:00Z"),
  nextDay: at("2026-03-02T00:05:00Z"),
  later: at("2026-03-04T12:00:00Z"),
};

const put = async (Key: string) => {
  const Body = gzipSync(JSON.stringify({ Records: [aRecord({ eventID: Key })] }));
  await s3.send(new PutObjectCommand({ Bucket, Key, Body }));
};

beforeAll(async () => {
  await s3.send(new CreateBucketCommand({ Bucket }));
  const others = [
    at("2026-03-01T12:00:00Z", "org-old/"),
    region.replace("CloudTrail", "CloudTrail-Digest") +
      "2026/03/01/111122223333_CloudTrail-Digest_eu-central-1_trail_eu-central-1_20260301T120000Z.json.gz",
    region.replace("CloudTrail", "CloudTrail-Insight") +
      "2026/03/01/111122223333_CloudTrail-Insight_eu-central-1_20260301T1200Z_Pw9qIYHsEKDmfMgX.json.gz",
  ];
  await Promise.all([...Object.values(keys), ...others].map(put));
});

async function idsIn(address: string, range: TimeRange = {}) {
  listed = [];
  const { sources, problems } = await sourcesOf([address], { ...range, s3: () => s3 });
  expect(problems).toEqual([]);
  const ids: string[] = [];
  for await (const batch of readRecords(sources, { wants: [{ source: "secretsmanager.amazonaws.com" }] })) {
    expect(batch.problems).toEqual([]);
    ids.push(...batch.records.map(({ eventID }) => eventID));
  }
  return ids;
}

describe("logs in S3", () => {
  it("are read in the order of their delivery, without digests, Insights and folders of like names", async () => {
    expect(await idsIn(`s3://${Bucket}/org`)).toEqual(Object.values(keys));
    expect(await idsIn(`s3://${Bucket}/org/`)).toEqual(Object.values(keys));
    expect(await idsIn(`s3://${Bucket}/${region}2026/03`)).toEqual([keys.noon, keys.nextDay, keys.later]);
    expect(await idsIn(`s3://${Bucket}/${keys.noon}`)).toEqual([keys.noon]);
    expect((await idsIn(`s3://${Bucket}`)).length).toBe(Object.values(keys).length + 1);
  });

  it("are listed only in the days that may have events of the time asked for", async () => {
    const range = { from: new Date("2026-03-01T10:00:00Z"), to: new Date("2026-03-01T18:00:00Z") };
    expect(await idsIn(`s3://${Bucket}/org/`, range)).toEqual([keys.noon, keys.nextDay]);
    expect(listed.filter((prefix) => prefix?.startsWith(region))).toEqual([
      region,
      `${region}2026/`,
      `${region}2026/03/`,
      `${region}2026/03/01/`,
      `${region}2026/03/02/`,
    ]);
  });

  it("are listed page by page", async () => {
    const many = Array.from({ length: 1_050 }, (_, n) => `many/${n}.json`);
    for (let n = 0; n < many.length; n += 50) {
      await Promise.all(
        many.slice(n, n + 50).map((Key) => s3.send(new PutObjectCommand({ Bucket, Key, Body: "[]" }))),
      );
    }
    const { sources } = await sourcesOf([`s3://${Bucket}/many/`], { s3: () => s3 });
    expect(sources.map(({ name }) => name)).toEqual(many.map((key) => `s3://${Bucket}/${key}`).sort());
  });

  it("are told of where there are none", async () => {
    const missing = `s3://missing-${randomUUID()}/logs`;
    const { sources, problems } = await sourcesOf([`s3://${Bucket}/nothing/`, missing, "s3://"], {
      s3: () => s3,
    });
    expect(sources).toEqual([]);
    expect(problems).toEqual([
      expect.any(NoLogsError),
      expect.any(UnreadableLogError),
      expect.any(UnreadableLogError),
    ]);
    expect(problems.map(({ message }) => message)).toEqual([
      `s3://${Bucket}/nothing/: There is no log here of the time asked for.`,
      `${missing}: There is no such bucket. Check its name.`,
      "s3://: It names no bucket. Write s3://BUCKET/PREFIX.",
    ]);
  });

  it("are told of when they are gone before they are read", async () => {
    const Key = "short-lived.json";
    await put(Key);
    const { sources } = await sourcesOf([`s3://${Bucket}/${Key}`], { s3: () => s3 });
    await s3.send(new DeleteObjectCommand({ Bucket, Key }));
    const batches = [];
    for await (const batch of readRecords(sources, { wants: [] })) batches.push(batch);
    expect(batches.flatMap(({ problems }) => problems)).toEqual([expect.any(UnreadableLogError)]);
  });
});
