import { paginateListObjectsV2, type S3Client } from "@aws-sdk/client-s3";
import { mayHaveEvents, readLogName, type TimeRange } from "./log-name.ts";

/** An object in a bucket. */
export interface Listed {
  key: string;
  size: number;
  delivered?: Date;
}

const dayMs = 24 * 60 * 60_000;
const minuteMs = 60_000;

/** The folder of a year, a month or a day. Source: "Finding your CloudTrail log files" in its user guide. */
const partition = /\/CloudTrail\/[^/]+\/(\d{4})\/(?:(\d\d)\/(?:(\d\d)\/)?)?$/;

/** The folder of an account's region: those of years are in it. */
const region = /(?:^|\/)CloudTrail\/[^/]+\/$/;

/**
 * Lists the logs under a prefix, taken for a folder or the key of one object. Only the folders of days that may have
 * events of the range are listed, and neither digests nor Insights.
 *
 * @throws what S3 answers
 */
export async function* listLogs(
  client: S3Client,
  bucket: string,
  prefix: string,
  range: TimeRange,
): AsyncGenerator<Listed> {
  // A day is a leaf, and so is a region if all its days are wanted.
  const isLeaf =
    partition.exec(prefix)?.[3] !== undefined || (!range.from && !range.to && region.test(prefix));
  const folders: string[] = [];
  const pages = paginateListObjectsV2(
    { client },
    { Bucket: bucket, Prefix: prefix, ...(!isLeaf && { Delimiter: "/" }) },
  );
  for await (const { Contents = [], CommonPrefixes = [] } of pages) {
    for (const { Key = "", Size = 0 } of Contents) {
      const isWanted = Size > 0 && isUnder(Key, prefix);
      const name = isWanted ? readLogName(Key) : undefined;
      if (!isWanted || (name && !isWantedLog(name, range))) continue;
      yield { key: Key, size: Size, ...(name && { delivered: name.delivered }) };
    }
    folders.push(...CommonPrefixes.flatMap(({ Prefix }) => (Prefix ? [Prefix] : [])));
  }
  for (const folder of folders) {
    if (isUnder(folder, prefix) && isWantedFolder(folder, range))
      yield* listLogs(client, bucket, folder, range);
  }
}

function isWantedLog({ kind, delivered }: { kind: string; delivered: Date }, range: TimeRange): boolean {
  const end = new Date(delivered.getTime() + minuteMs);
  return kind === "log" && mayHaveEvents({ from: delivered, to: end }, range);
}

/** Whether a key is the prefix itself or in the folder of this name: `logs` is not to find `logs-old/`. */
function isUnder(key: string, prefix: string): boolean {
  return prefix === "" || prefix.endsWith("/") || key === prefix || key.startsWith(`${prefix}/`);
}

function isWantedFolder(folder: string, range: TimeRange): boolean {
  if (/\/CloudTrail-(?:Digest|Insight)\/$/.test(`/${folder}`)) return false;
  const period = periodOf(folder);
  return !period || mayHaveEvents(period, range);
}

/** The time in which the files of a year's, month's or day's folder were delivered. */
function periodOf(folder: string): { from: Date; to: Date } | undefined {
  const [, year, month, day] = partition.exec(`/${folder}`)?.map(Number) ?? [];
  if (year === undefined) return undefined;
  if (!month) return { from: new Date(Date.UTC(year, 0)), to: new Date(Date.UTC(year + 1, 0)) };
  if (!day) return { from: new Date(Date.UTC(year, month - 1)), to: new Date(Date.UTC(year, month)) };
  const from = Date.UTC(year, month - 1, day);
  return { from: new Date(from), to: new Date(from + dayMs) };
}
