import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import Table from "cli-table3";
import { localFolder } from "../local/checkout.ts";
import { findPython } from "../local/python/index.ts";
import { packageStack } from "../local/stack/index.ts";
import type { Benchmark } from "./benchmarks.ts";

const execute = promisify(execFile);

/** Processes started for each function, in turn with the others, so that a slower moment strikes all alike. */
const runs = 15;

/** Milliseconds that a function's own code may take to load. */
const limitMs = 150;

/** What the functions are configured with; nothing is called while they load. */
const environment = {
  AWS_REGION: "us-east-1",
  TABLE_NAME: "table",
  EVENT_BUS_NAME: "bus",
  TOPIC_ARN: "arn:aws:sns:us-east-1:000000000000:topic",
  DEAD_LETTER_QUEUE_URL: "https://example.com/queue",
  KMS_REQUEST_THRESHOLD: "1",
  SECRET_READ_THRESHOLD: "1",
};

/**
 * The deployed functions' size and the time that loading them takes, each in a new process: in milliseconds, and
 * beyond that of a handler that does nothing. On Lambda the runtime's own start comes on top, the same for all.
 */
export const coldStart: Benchmark = async (onProgress) => {
  await mkdir(localFolder, { recursive: true });
  const folder = await mkdtemp(path.join(localFolder, "bench-"));
  try {
    onProgress("packaging the stack");
    await packageStack({ stage: "prod", folder });
    const empty = path.join(folder, "empty.mjs");
    await writeFile(empty, "export const handler = async () => {};\n");
    const packages = (await readdir(path.join(folder, "package"))).filter((name) => name.endsWith(".zip"));
    const functions = await Promise.all(packages.map((name) => unpack(folder, name)));
    const times = new Map<string, number[]>();
    for (let run = 0; run < runs; run += 1) {
      onProgress(`loading each function, ${run + 1} of ${runs}`);
      for (const { name, file } of [{ name: "empty", file: empty }, ...functions]) {
        times.set(name, [...(times.get(name) ?? []), await loadMs(file)]);
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
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

async function unpack(folder: string, zip: string) {
  const name = path.basename(zip, ".zip");
  const into = path.join(folder, name);
  const archive = path.join(folder, "package", zip);
  await execute(await findPython(), ["-m", "zipfile", "-e", archive, into]);
  const file = path.join(into, "functions", name, "handler.mjs");
  return { name, file, zipBytes: (await stat(archive)).size, bundleBytes: (await stat(file)).size };
}

async function loadMs(file: string): Promise<number> {
  const program = `const began = performance.now(); await import(${JSON.stringify(pathToFileURL(file).href)}); console.log(performance.now() - began); process.exit()`;
  const { stdout } = await execute(process.execPath, ["--input-type=module", "-e", program], {
    env: { ...process.env, ...environment },
  });
  return Number(stdout.trim().split("\n").at(-1));
}

function median(values: readonly number[]): number {
  return [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
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
