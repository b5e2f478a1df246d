import { execFileSync } from "node:child_process";
import { symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { NoLogsError, readRecords, sourcesOf, UnreadableLogError } from "../../../../shared/trail/index.ts";
import { aRecord } from "../a-record.ts";
import { aFolder, noS3 } from "./a-folder.ts";

const region = "AWSLogs/111122223333/CloudTrail/eu-central-1";
const logAt = (day: string, time: string) =>
  `${region}/${day}/111122223333_CloudTrail_eu-central-1_${day.replaceAll("/", "")}T${time}Z_Pw9qIYHsEKDmfMgX.json.gz`;

const early = logAt("2026/02/27", "2355");
const noon = logAt("2026/03/01", "1200");
const later = logAt("2026/03/01", "1205");
const nextDay = logAt("2026/03/02", "0005");
const digest =
  "AWSLogs/111122223333/CloudTrail-Digest/eu-central-1/2026/03/01/111122223333_CloudTrail-Digest_eu-central-1_trail_eu-central-1_20260301T120000Z.json.gz";
const insight =
  "AWSLogs/111122223333/CloudTrail-Insight/eu-central-1/2026/03/01/111122223333_CloudTrail-Insight_eu-central-1_20260301T1200Z_Pw9qIYHsEKDmfMgX.json.gz";

const namesIn = (folder: string, sources: { name: string }[]) =>
  sources.map(({ name }) => path.relative(folder, name));

describe("sourcesOf", () => {
  it("finds the logs of folders and files, each once, in the order of their delivery", async () => {
    const folder = await aFolder({ "z.json": "", [later]: "12", [nextDay]: "", [noon]: "", [early]: "" });
    const { sources, problems } = await sourcesOf([path.join(folder, later), folder, `${folder}/AWSLogs/`], {
      s3: noS3,
    });
    expect(problems).toEqual([]);
    expect(namesIn(folder, sources)).toEqual([early, noon, later, nextDay, "z.json"]);
    expect(sources[2]).toMatchObject({ size: 2, delivered: new Date("2026-03-01T12:05:00Z") });
    expect(sources[4]?.delivered).toBeUndefined();
  });

  it("leaves out hidden files, digests and Insights", async () => {
    const flat = path.basename(digest);
    const folder = await aFolder({
      ".DS_Store": "",
      ".git/a.json": "",
      [digest]: "",
      [insight]: "",
      [flat]: "",
      [noon]: "",
    });
    const { sources } = await sourcesOf([folder], { s3: noS3 });
    expect(namesIn(folder, sources)).toEqual([noon]);
  });

  it("leaves out what was delivered before the time asked for or long after it", async () => {
    const folder = await aFolder({ [early]: "", [noon]: "", [later]: "", [nextDay]: "", "a.json": "" });
    const found = async (from: string, to: string) => {
      const { sources } = await sourcesOf([folder], { from: new Date(from), to: new Date(to), s3: noS3 });
      return namesIn(folder, sources);
    };
    expect(await found("2026-03-01T12:00:30Z", "2026-03-01T13:00:00Z")).toEqual([
      noon,
      later,
      nextDay,
      "a.json",
    ]);
    expect(await found("2026-03-01T12:05:59Z", "2026-03-01T13:00:00Z")).toEqual([
      noon,
      later,
      nextDay,
      "a.json",
    ]);
    expect(await found("2026-03-01T12:06:00Z", "2026-03-01T13:00:00Z")).toEqual([later, nextDay, "a.json"]);
    expect(await found("2026-02-01T00:00:00Z", "2026-02-27T23:00:00Z")).toEqual([early, "a.json"]);
    expect(await found("2026-02-01T00:00:00Z", "2026-03-01T00:00:00Z")).toEqual([
      early,
      noon,
      later,
      "a.json",
    ]);
  });

  it("follows links, and a circle of them once", async () => {
    const folder = await aFolder({ "logs/a.json": "", "elsewhere/b.json": "" });
    await symlink(path.join(folder, "elsewhere"), path.join(folder, "logs/link"));
    await symlink(path.join(folder, "logs"), path.join(folder, "logs/circle"));
    const { sources, problems } = await sourcesOf([path.join(folder, "logs")], { s3: noS3 });
    expect(namesIn(folder, sources)).toEqual(["logs/a.json", "logs/link/b.json"]);
    expect(problems).toEqual([]);
  });

  it("tells of what is not there, and finds the rest", async () => {
    const folder = await aFolder({ "a.json": "" });
    const missing = path.join(folder, "b.json");
    await symlink(missing, path.join(folder, "dangling"));
    const { sources, problems } = await sourcesOf([missing, folder], { s3: noS3 });
    expect(namesIn(folder, sources)).toEqual(["a.json"]);
    expect(problems).toEqual([expect.any(UnreadableLogError), expect.any(UnreadableLogError)]);
    expect(problems.map(({ message }) => message)).toEqual([
      `${missing}: There is no such file or folder. Check the path.`,
      `${folder}/dangling: There is no such file or folder. Check the path.`,
    ]);
  });

  it("tells of a folder without logs of the time asked for", async () => {
    const folder = await aFolder({ [noon]: "" });
    const { sources, problems } = await sourcesOf([folder], {
      from: new Date("2026-03-02T00:00:00Z"),
      s3: noS3,
    });
    expect(sources).toEqual([]);
    expect(problems).toEqual([expect.any(NoLogsError)]);
    expect(problems[0]?.message).toBe(`${folder}: There is no log here of the time asked for.`);
  });

  it("does not wait for a pipe that is in a folder, but reads one that is named", async () => {
    const folder = await aFolder({ "a.json": "" });
    const pipe = path.join(folder, "pipe");
    execFileSync("mkfifo", [pipe]);
    expect(namesIn(folder, (await sourcesOf([folder], { s3: noS3 })).sources)).toEqual(["a.json"]);
    const { sources } = await sourcesOf([pipe], { s3: noS3 });
    const writing = writeFile(pipe, JSON.stringify({ Records: [aRecord()] }));
    let seen = 0;
    for await (const batch of readRecords(sources, { wants: [] })) seen += batch.seen;
    await writing;
    expect(seen).toBe(1);
  });
});
