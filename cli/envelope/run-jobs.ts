import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import {
  EnvelopeError,
  type FileOptions,
  type FileResult,
  KeyUnavailableError,
  OutputExistsError,
  type Source,
  writeStream,
} from "../../shared/envelope/index.ts";
import { exitCodes } from "../exit-codes.ts";
import { type Job, standard } from "./jobs.ts";
import type { FilesOptions } from "./options.ts";
import { showProgress } from "./progress.ts";

/** What a command does with an input. */
export interface Operation {
  file(from: string, to: string, options: FileOptions): Promise<FileResult>;
  /** Wherever standard input or output is part of it. */
  stream(source: Source): AsyncIterable<Buffer>;
}

type Result = { from: string; to: string } & (
  | { bytes: number }
  | { error: { name: string; message: string } }
);

/** Bytes of a file that are read at once. */
const pieceLength = 1_048_576;

/**
 * Does all jobs, each whether or not another fails, and says what became of them: a line each, or one JSON document. The exit code is
 * that of the worst.
 */
export async function runJobs(
  jobs: readonly Job[],
  operation: Operation,
  options: FilesOptions,
): Promise<void> {
  const { json = false, force = false } = options;
  if (json && jobs.some(({ to }) => to === standard)) {
    throw new Error("Standard output is taken by the data: give --output, or leave --json out.");
  }
  const progress = await showProgress(jobs, process.stderr);
  const results: Result[] = [];
  const codes: number[] = [];
  const lines: { out: NodeJS.WriteStream; text: string }[] = [];
  try {
    for (const job of jobs) {
      try {
        const bytes = await run(job, operation, { overwrite: force, onProgress: progress.begin(job) });
        results.push({ ...job, bytes });
        if (job.to !== standard) lines.push({ out: process.stdout, text: `${job.from} -> ${job.to}` });
      } catch (error) {
        const { name, message } = error instanceof Error ? error : { name: "Error", message: String(error) };
        results.push({ ...job, error: { name, message } });
        codes.push(exitCodeOf(error));
        lines.push({ out: process.stderr, text: `rekey: ${job.from}: ${message}` });
      }
      // The bar would be written over what is said while it is there.
      if (!json && !process.stderr.isTTY) say(lines);
    }
  } finally {
    progress.stop();
  }
  if (json) process.stdout.write(`${JSON.stringify(results)}\n`);
  else say(lines);
  process.exitCode = Math.max(exitCodes.ok, ...codes);
}

function say(lines: { out: NodeJS.WriteStream; text: string }[]): void {
  for (const { out, text } of lines.splice(0)) out.write(`${text}\n`);
}

async function run({ from, to }: Job, operation: Operation, options: FileOptions): Promise<number> {
  if (from !== standard && to !== standard) return (await operation.file(from, to, options)).bytes;
  const source = from === standard ? process.stdin : createReadStream(from, { highWaterMark: pieceLength });
  const stream = operation.stream(source);
  if (to !== standard) return (await writeStream(stream, to, options)).bytes;
  let bytes = 0;
  await pipeline(
    stream,
    async function* (parts: AsyncIterable<Buffer>) {
      for await (const part of parts) {
        bytes += part.length;
        yield part;
      }
    },
    process.stdout,
    { end: false },
  );
  return bytes;
}

/** What was read and refused is a result; what could not be done at all is none. */
function exitCodeOf(error: unknown): number {
  const isVerdict =
    error instanceof EnvelopeError &&
    !(error instanceof KeyUnavailableError) &&
    !(error instanceof OutputExistsError);
  return isVerdict ? exitCodes.failed : exitCodes.unusable;
}
