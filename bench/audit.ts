import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import Table from "cli-table3";
import { buildRekey, settings } from "../build-rekey.ts";
import { checkout } from "../local/checkout.ts";
import { better, type Run, run, timeOf } from "./audit/run.ts";
import type { Benchmark } from "./benchmark.ts";
import { bundle } from "./bundle.ts";
import { round } from "./statistics.ts";
import { accountOf } from "./trail-logs/account.ts";
import { randomFrom } from "./trail-logs/random.ts";
import { writeLogs } from "./trail-logs/write.ts";

/** Processes started for each contender, in turn with the others. */
const runs = 3;

const defaultMegabytes = 150;
const seed = 1;

/** What is aimed at: times as fast as each of these, and megabytes. */
const goals = { ofDuckDb: 10, ofParse: 1, copyOfLogs: 50, peakMb: 500 };

const period = ["--from", "2026-03-01", "--to", "2026-12-01"];

/**
 * Who used a key? From packed log files in CloudTrail's layout, on one processor: by Rekey, by plain DuckDB with SQL by hand, by
 * unpacking and parsing everything, by unpacking alone; then from a copy that `import` made of them. Each is a process of its own.
 */
export const audit: Benchmark = async (onProgress, { size: megabytes = defaultMegabytes }) => {
  await using files = new AsyncDisposableStack();
  const folder = await mkdtemp(path.join(tmpdir(), "rekey-bench-"));
  files.defer(() => rm(folder, { recursive: true, force: true }));
  const [logs, copy] = [path.join(folder, "logs"), path.join(folder, "copy")];
  onProgress(`writing logs of ${megabytes} MB`);
  const written = await writeLogs(logs, { megabytes, seed });
  const [key] = accountOf(randomFrom(seed)).roles[0].keys;
  await buildRekey();
  const rekey = path.join(checkout, settings.outdir, "rekey.mjs");
  const peers = await bundle(new URL("./audit/peers-process.ts", import.meta.url), files);
  const ours = await bundle(new URL("./audit/rekey-process.ts", import.meta.url), files);

  const contenders: Record<string, () => Promise<Run>> = {
    gunzip: () => run([peers, "gunzip", logs], true),
    "gunzip + JSON.parse": () => run([peers, "gunzip + JSON.parse", logs, key], true),
    DuckDB: () => run([peers, "DuckDB", logs, key], true),
    "DuckDB, types given": () => run([peers, "DuckDB, types given", logs, key], true),
    Rekey: () => run([ours, "logs", logs, key], true),
    "rekey audit who-used": () =>
      run([rekey, "audit", "who-used", key, ...period, "--source", logs, "--json"], false),
    "rekey audit import": async () => {
      await rm(copy, { recursive: true, force: true });
      return run([rekey, "audit", "import", logs, "--copy", copy], false);
    },
    "Rekey, from the copy": () => run([ours, "copy", copy, key], true),
    "rekey audit who-used, from the copy": () =>
      run([rekey, "audit", "who-used", key, ...period, "--source", copy, "--json"], false),
  };
  const best = new Map<string, Run>();
  for (let n = 1; n <= runs; n += 1) {
    for (const [name, contender] of Object.entries(contenders)) {
      onProgress(`${name}, ${n} of ${runs}`);
      best.set(name, better(best.get(name), await contender()));
    }
  }
  checkAnswers(best);

  const secondsOf = (name: string) => timeOf(best.get(name) ?? { processSeconds: Number.NaN });
  const reached = {
    ofDuckDb: round(secondsOf("DuckDB") / secondsOf("Rekey")),
    ofDuckDbWithTypes: round(secondsOf("DuckDB, types given") / secondsOf("Rekey")),
    ofGunzip: round(secondsOf("gunzip") / secondsOf("Rekey")),
    ofParse: round(secondsOf("gunzip + JSON.parse") / secondsOf("Rekey")),
    copyOfLogs: round(secondsOf("Rekey") / secondsOf("Rekey, from the copy")),
    copyOfLogsWholeCommand: round(
      secondsOf("rekey audit who-used") / secondsOf("rekey audit who-used, from the copy"),
    ),
    peakMb: Math.max(
      ...[...best].filter(([name]) => /^rekey/.test(name)).map(([, { peakMb }]) => Math.round(peakMb ?? 0)),
    ),
  };
  const { bytes, records } = written;
  return {
    figures: {
      megabytes,
      files: written.files.length,
      bytes,
      records,
      runs,
      goals,
      reached,
      contenders: Object.fromEntries(best),
    },
    table: tableOf(best, reached),
  };
};

/** What gives another answer is not to be compared. */
function checkAnswers(best: ReadonlyMap<string, Run>): void {
  const answers = new Set([...best.values()].flatMap(({ uses }) => uses ?? []));
  if (answers.size !== 1 || answers.has(0))
    throw new Error(`The answers differ: ${[...answers].join(", ")}.`);
}

function tableOf(
  best: ReadonlyMap<string, Run>,
  reached: Record<keyof typeof goals, number> & { ofDuckDbWithTypes: number; copyOfLogsWholeCommand: number },
): string {
  const table = new Table({
    head: ["", "question", "whole process", "peak memory"],
    style: { head: [], border: [] },
  });
  for (const [name, { seconds, processSeconds, peakMb }] of best) {
    table.push([
      name,
      seconds === undefined ? "" : `${round(seconds)} s`,
      `${round(processSeconds)} s`,
      peakMb ? `${Math.round(peakMb)} MB` : "unknown",
    ]);
  }
  return [
    table,
    "Processor time, the least of some runs; the question alone without loading DuckDB and the program.",
    `Rekey is ${reached.ofDuckDb} times as fast as DuckDB, ${reached.ofDuckDbWithTypes} with types given (goal: ${goals.ofDuckDb}), and ${reached.ofParse} times as fast as gunzip + JSON.parse (goal: ${goals.ofParse}).`,
    `The copy answers ${reached.copyOfLogs} times as fast as the logs, ${reached.copyOfLogsWholeCommand} times as a whole command (goal: ${goals.copyOfLogs}).`,
    `Rekey's commands take ${reached.peakMb} MB at most (goal: ${goals.peakMb}).`,
  ].join("\n");
}
