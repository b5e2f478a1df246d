import { Readable } from "node:stream";
import { GetObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import type { FoundLogs } from "./file-sources.ts";
import type { TimeRange } from "./log-name.ts";
import type { LogSource } from "./log-source.ts";
import { NoLogsError, UnreadableLogError } from "./problems.ts";
import { type Listed, listLogs } from "./s3-listing.ts";

const address = /^s3:\/\/([^/]+)(?:\/(.*))?$/s;

/** Whether an address is one of S3. */
export function isS3Address(text: string): boolean {
  return text.startsWith("s3://");
}

/** The logs at an address, `s3://bucket` or `s3://bucket/prefix`. */
export async function s3Sources(client: S3Client, root: string, range: TimeRange): Promise<FoundLogs> {
  const found: FoundLogs = { sources: [], problems: [] };
  const [, bucket, prefix = ""] = address.exec(root) ?? [];
  if (!bucket) {
    found.problems.push(new UnreadableLogError(root, "It names no bucket. Write s3://BUCKET/PREFIX."));
    return found;
  }
  try {
    for await (const listed of listLogs(client, bucket, prefix, range)) {
      found.sources.push(sourceOf(client, bucket, listed));
    }
    if (found.sources.length === 0) {
      found.problems.push(new NoLogsError(root, "There is no log here of the time asked for."));
    }
  } catch (error) {
    found.problems.push(new UnreadableLogError(root, whatToDo(error, bucket), { cause: error }));
  }
  return found;
}

function sourceOf(client: S3Client, bucket: string, { key, size, delivered }: Listed): LogSource {
  const body = async (): Promise<Readable> => {
    const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    if (!(Body instanceof Readable)) throw new Error("S3 gave no body.");
    return Body;
  };
  return {
    name: `s3://${bucket}/${key}`,
    size,
    ...(delivered && { delivered }),
    read: async () => Buffer.concat(await (await body()).toArray()),
    stream: async function* () {
      yield* await body();
    },
  };
}

function whatToDo(error: unknown, bucket: string): string {
  const name = error instanceof Error ? error.name : "";
  if (name === "AccessDenied") return `It may not be listed. Allow s3:ListBucket on arn:aws:s3:::${bucket}.`;
  if (name === "NoSuchBucket") return "There is no such bucket. Check its name.";
  return `It cannot be listed: ${error instanceof Error ? error.message : String(error)}`;
}
