import { S3Client } from "@aws-sdk/client-s3";
import { Command } from "commander";
import { importLogs } from "../../shared/audit/index.ts";
import { makeClient } from "../../shared/aws/index.ts";
import { sourcesOf } from "../../shared/trail/index.ts";
import { exitCodes } from "../exit-codes.ts";
import { plain } from "../plain.ts";
import { parseTime } from "../time.ts";
import { numberInWords } from "./words.ts";

/** Where a copy is kept unless another folder is named. */
export const usualCopy = "rekey-audit";

/** `rekey audit import PATH…`: keeps a columnar copy of log files, which later questions are answered from. */
export const importCommand = new Command("import")
  .description(
    "Copy log files into a folder of Parquet files, which questions are answered from much faster.",
  )
  .argument(
    "<path...>",
    "files, folders, or s3://bucket/prefix; what is in the copy already is not read again",
  )
  .option("--copy <folder>", "folder of the copy", usualCopy)
  .option("--from <time>", "log files from this time on", parseTime)
  .option("--to <time>", "up to this time", parseTime)
  .action(async (paths: string[], { copy, from, to }: { copy: string; from?: Date; to?: Date }) => {
    const found = await sourcesOf(paths, { from, to, s3: () => makeClient(S3Client) });
    const { logs, known, events, problems } = await importLogs(copy, found, {
      now: new Date(),
      onProgress: (progress) =>
        process.stderr.write(
          `${numberInWords(progress.logs)} logs, ${numberInWords(progress.events)} events\n`,
        ),
    });
    for (const { message } of problems) process.stderr.write(`${plain(message)}\n`);
    process.stdout.write(
      `${numberInWords(logs)} logs with ${numberInWords(events)} events of KMS and Secrets Manager are new in ${copy}, ${numberInWords(known)} were there.\nAsk with --source ${copy}, or: rekey audit sql "SELECT …" --copy ${copy}\n`,
    );
    if (problems.length > 0) process.exitCode = exitCodes.unusable;
  });
