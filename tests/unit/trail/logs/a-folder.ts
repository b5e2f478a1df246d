import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { S3Client } from "@aws-sdk/client-s3";
import { onTestFinished } from "vitest";

/** Makes a folder with files for the time of a test. */
export async function aFolder(files: Record<string, string | Buffer> = {}): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), "rekey-logs-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(folder, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, content);
  }
  return folder;
}

/** What a test of files has for S3. */
export function noS3(): S3Client {
  throw new Error("Nothing here is in S3.");
}
