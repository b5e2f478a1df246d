import { randomBytes } from "node:crypto";
import { gzipSync } from "node:zlib";
import { CreateBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import type { CloudTrailRecord } from "../../shared/trail/index.ts";
import { ownSettings } from "./resources.ts";

/** Writes records to S3 as CloudTrail writes its log files. */
export interface LogFiles {
  add(records: readonly CloudTrailRecord[]): void;
  /** Writes what has been added since the last time; what cannot be written is kept for the next time. */
  write(): Promise<void>;
}

/** The bucket of an account's log files. */
export function trailBucket(accountId: string): string {
  return `rekey-trail-${accountId}`;
}

/** Collects records for the log files of their account and region. */
export function writeLogFiles(upstream: string): LogFiles {
  const s3 = new S3Client(ownSettings(upstream, "us-east-1"));
  const made = new Set<string>();
  let pending: CloudTrailRecord[] = [];
  let last: Promise<void> = Promise.resolve();

  const put = async (account: string, region: string, records: readonly CloudTrailRecord[]) => {
    const Bucket = trailBucket(account);
    if (!made.has(Bucket)) await s3.send(new CreateBucketCommand({ Bucket }));
    made.add(Bucket);
    const file = {
      Key: logFileKey(account, region, new Date(), randomBytes(8).toString("hex")),
      Body: gzipSync(JSON.stringify({ Records: records })),
      ContentType: "application/json",
      ContentEncoding: "gzip",
    };
    await s3.send(new PutObjectCommand({ Bucket, ...file }));
  };
  const write = async () => {
    const records = pending;
    pending = [];
    const places = Map.groupBy(records, (r) => `${r.recipientAccountId}/${r.awsRegion}`);
    const writing = [...places].map(([place, group]) => {
      const [account = "", region = ""] = place.split("/");
      return put(account, region, group).catch((error: unknown) => {
        pending.unshift(...group);
        throw error;
      });
    });
    await Promise.all(writing);
  };

  return {
    add: (records) => {
      pending.push(...records);
    },
    write: () => {
      last = last.catch(() => {}).then(write);
      return last;
    },
  };
}

/** The name of a log file. Source: "Finding your CloudTrail log files" in its user guide. */
export function logFileKey(account: string, region: string, at: Date, unique: string): string {
  const [day = "", time = ""] = at.toISOString().split("T");
  const stamp = `${day.replaceAll("-", "")}T${time.slice(0, 5).replace(":", "")}Z`;
  return `AWSLogs/${account}/CloudTrail/${region}/${day.replaceAll("-", "/")}/${account}_CloudTrail_${region}_${stamp}_${unique}.json.gz`;
}
