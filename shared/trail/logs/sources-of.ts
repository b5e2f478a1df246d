import path from "node:path";
import type { S3Client } from "@aws-sdk/client-s3";
import { type FoundLogs, fileSources } from "./file-sources.ts";
import type { TimeRange } from "./log-name.ts";
import { inTimeOrder } from "./log-source.ts";
import { isS3Address, s3Sources } from "./s3-sources.ts";

/**
 * Finds the logs at some places, in the order of their delivery, each once.
 *
 * @param paths files, folders and addresses such as `s3://bucket/prefix`
 * @param s3 makes the client for S3, when the first address of S3 is met
 * @returns what can be read, and a problem for each place where there is nothing, or nothing that may be read
 */
export async function sourcesOf(
  paths: readonly string[],
  { s3, ...range }: TimeRange & { s3: () => S3Client },
): Promise<FoundLogs> {
  const places = new Set(paths.map((place) => (isS3Address(place) ? place : path.resolve(place))));
  let client: S3Client | undefined;
  const found: FoundLogs[] = [];
  for (const place of places) {
    if (isS3Address(place)) {
      client ??= s3();
      found.push(await s3Sources(client, place, range));
    } else {
      found.push(await fileSources(place, range));
    }
  }
  const byName = new Map(
    found.flatMap(({ sources }) => sources.map((source) => [source.name, source] as const)),
  );
  return { sources: inTimeOrder([...byName.values()]), problems: found.flatMap(({ problems }) => problems) };
}
