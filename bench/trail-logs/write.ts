import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { logFileKey } from "../../local/trail-gateway/log-files.ts";
import { accountOf } from "./account.ts";
import { randomFrom } from "./random.ts";
import { recordText } from "./record.ts";

/** What was written. */
export interface WrittenLogs {
  files: string[];
  /** Bytes before compression. */
  bytes: number;
  records: number;
}

const compress = promisify(gzip);

/** CloudTrail delivers about every five minutes. */
const deliveryMs = 5 * 60_000;

/**
 * Writes log files as CloudTrail delivers them, the same for the same seed, from 2026-03-01 on.
 *
 * @param megabytes the size of all before compression, in 10^6 bytes
 * @param fileMegabytes the size of one before compression
 */
export async function writeLogs(
  folder: string,
  { megabytes, fileMegabytes = 3, seed = 1 }: { megabytes: number; fileMegabytes?: number; seed?: number },
): Promise<WrittenLogs> {
  const random = randomFrom(seed);
  const account = accountOf(random);
  const written: WrittenLogs = { files: [], bytes: 0, records: 0 };
  let delivery = Date.parse("2026-03-01T00:05:00Z");
  while (written.bytes < megabytes * 1e6) {
    const target = Math.min(fileMegabytes, megabytes - written.bytes / 1e6) * 1e6;
    const records: string[] = [];
    for (let bytes = 0; bytes < target; bytes += records.at(-1)?.length ?? 0) {
      records.push(recordText(random, account, new Date(delivery - random.below(deliveryMs))));
    }
    const text = `{"Records":[${records.join(",")}]}`;
    const key = logFileKey(account.id, account.region, new Date(delivery), random.hex(16));
    const file = path.join(folder, key);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, await compress(text));
    written.files.push(file);
    written.bytes += Buffer.byteLength(text);
    written.records += records.length;
    delivery += deliveryMs;
  }
  return written;
}
