import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import Table from "cli-table3";
import type { Benchmark } from "./benchmark.ts";
import { packageFunctions } from "./packaged-functions.ts";
import { median, round } from "./statistics.ts";

const execute = promisify(execFile);

/** Processes started for each function, in turn with the others, so that a slower moment strikes all alike. */
const runs = 15;

/** Milliseconds that a function's own code may take to load. */
const limitMs = 150;

/** What only a deployed stack knows of the functions' configuration; nothing is called while they load. */
const ofStack = {
  AWS_REGION: "us-east-1",
  TABLE_NAME: "table",
  EVENT_BUS_NAME: "bus",
  TOPIC_ARN: "arn:aws:sns:us-east-1:000000000000:topic",
  DEAD_LETTER_QUEUE_URL: "https://example.com/queue",
  ROTATE_FUNCTION_ARN: "arn:aws:lambda:us-east-1:000000000000:function:rotate",
};

/**
 * The deployed functions' size and the time that loading them takes, each in a new process: in milliseconds, and
 * beyond that of a handler that does nothing. On Lambda the runtime's own start comes on top, the same for all.
 */
export const coldStart: Benchmark = async (onProgress) => {
  await using files = new AsyncDisposableStack();
  onProgress("packaging the stack");
  const functions = await packageFunctions(files);
  const folder = await mkdtemp(path.join(tmpdir(), "rekey-bench-"));
  files.defer(() => rm(folder, { recursive: true, force: true }));
  const empty = path.join(folder, "empty.mjs");
  await writeFile(empty, "export const handler = async () => {};\n");
  const emptyHandler = { name: "empty", file: empty, environment: {} };
  const times = new Map<string, number[]>();
  for (let run = 0; run < runs; run += 1) {
    onProgress(`loading each function, ${run + 1} of ${runs}`);
    for (const { name, file, environment } of [emptyHandler, ...functions]) {
      times.set(name, [...(times.get(name) ?? []), await loadMs(file, environment)]);
    }
  }
  const emptyMs = median(times.get("empty") ?? []);
  const figures = functions.map(({ name, zipBytes, bundleBytes }) => {
    const ms = median(times.get(name) ?? []) - emptyMs;
    return { function: name, zipBytes, bundleBytes, loadMs: round(ms), ofLimit: round(ms / limitMs) };
  });
  return {
    figures: { runs, limitMs, emptyHandlerMs: round(emptyMs), functions: figures },
    table: tableOf(figures),
  };
};

async function loadMs(file: string, environment: Record<string, string>): Promise<number> {
  const program = `const began = performance.now(); await import(${JSON.stringify(pathToFileURL(file).href)}); console.log(performance.now() - began); process.exit()`;
  const { stdout } = await execute(process.execPath, ["--input-type=module", "-e", program], {
    env: { ...process.env, ...ofStack, ...environment },
  });
  return Number(stdout.trim().split("\n").at(-1));
}

function tableOf(
  figures: { function: string; zipBytes: number; bundleBytes: number; loadMs: number; ofLimit: number }[],
): string {
  const table = new Table({
    head: ["function", "zip", "bundle", "load", `of the limit of ${limitMs} ms`],
    style: { head: [], border: [] },
  });
  for (const { function: name, zipBytes, bundleBytes, loadMs: ms, ofLimit } of figures) {
    table.push([
      name,
      `${Math.round(zipBytes / 1024)} KB`,
      `${Math.round(bundleBytes / 1024)} KB`,
      `${ms} ms`,
      `${ofLimit}`,
    ]);
  }
  return table.toString();
}
