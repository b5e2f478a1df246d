import { execFile } from "node:child_process";
import { promisify } from "node:util";
import Table from "cli-table3";
import * as z from "zod";
import type { Benchmark } from "./benchmark.ts";
import { bundle } from "./bundle.ts";
import { messageWays, streamWays } from "./envelope/ways.ts";
import { round } from "./statistics.ts";

const execute = promisify(execFile);

/** Processes started for each way, in turn with the others; the quickest counts, being the least disturbed. */
const runs = 5;

const defaultMegabytes = 128;

/** A file so many times as long as the streams must not take more memory. */
const fileFactor = 4;

/** What Rekey is to reach: as a share of the plain stream, as a multiple of the SDK's defaults, in megabytes. */
const goals = { ofPlain: 0.75, ofSdkDefaults: 8, peakMb: 150 };

const seconds = z.object({ encryptSeconds: z.number(), decryptSeconds: z.number() });

interface Row {
  way: string;
  encryptPerSecond: number;
  decryptPerSecond: number;
  /** Of the first way. */
  encryptOfFirst: number;
  decryptOfFirst: number;
}

/**
 * How fast streams and messages of 1 KB are encrypted and decrypted, on one processor and in its seconds: beside Node's own
 * AES-256-GCM stream, which has no format, no frames and no verification, and beside the AWS Encryption SDK. And the memory for a file.
 */
export const envelope: Benchmark = async (onProgress, { size: megabytes = defaultMegabytes }) => {
  await using files = new AsyncDisposableStack();
  const program = await bundle(new URL("./envelope/process.ts", import.meta.url), files);
  const measure = async (kind: "stream" | "message", ways: readonly string[], units: number) => {
    const found = new Map<string, z.infer<typeof seconds>[]>();
    for (let run = 0; run < runs; run += 1) {
      onProgress(`${kind}s in each way, ${run + 1} of ${runs}`);
      for (const way of ways) {
        const figures = seconds.parse(await runProgram(program, [kind, way, `${megabytes}`]));
        found.set(way, [...(found.get(way) ?? []), figures]);
      }
    }
    return rowsOf(found, units);
  };
  const streams = await measure("stream", Object.keys(streamWays), megabytes);
  const messages = await measure("message", Object.keys(messageWays), 1);
  onProgress(`a file of ${megabytes * fileFactor} MiB`);
  const { peakMb } = z
    .object({ peakMb: z.number().optional() })
    .parse(await runProgram(program, ["file", "Rekey", `${megabytes * fileFactor}`]));
  return {
    figures: {
      goals,
      runs,
      megabytes,
      streams,
      messages,
      fileMegabytes: megabytes * fileFactor,
      filePeakMb: peakMb,
    },
    table: [
      tableOf(streams, "MiB a second", "of node:crypto"),
      tableOf(messages, "messages of 1 KB a second", "of Rekey"),
      `A file of ${megabytes * fileFactor} MiB: ${peakMb === undefined ? "unknown" : Math.round(peakMb)} MB at most (goal: ${goals.peakMb}).`,
    ].join("\n"),
  };
};

async function runProgram(program: string, args: readonly string[]): Promise<unknown> {
  const command = [process.execPath, program, ...args];
  const [file = "", ...rest] = process.platform === "linux" ? ["taskset", "-c", "0", ...command] : command;
  const { stdout } = await execute(file, rest);
  return JSON.parse(stdout);
}

function rowsOf(found: ReadonlyMap<string, z.infer<typeof seconds>[]>, units: number): Row[] {
  const best = [...found].map(([way, all]) => ({
    way,
    encryptPerSecond: units / Math.min(...all.map(({ encryptSeconds }) => encryptSeconds)),
    decryptPerSecond: units / Math.min(...all.map(({ decryptSeconds }) => decryptSeconds)),
  }));
  const first = best[0];
  return best.map(({ way, encryptPerSecond, decryptPerSecond }) => ({
    way,
    encryptPerSecond: Math.round(encryptPerSecond),
    decryptPerSecond: Math.round(decryptPerSecond),
    encryptOfFirst: round(encryptPerSecond / (first?.encryptPerSecond ?? Number.NaN)),
    decryptOfFirst: round(decryptPerSecond / (first?.decryptPerSecond ?? Number.NaN)),
  }));
}

function tableOf(rows: readonly Row[], unit: string, ofFirst: string): string {
  const table = new Table({
    head: [unit, "encrypted", ofFirst, "decrypted", ofFirst],
    style: { head: [], border: [] },
  });
  for (const { way, encryptPerSecond, decryptPerSecond, encryptOfFirst, decryptOfFirst } of rows) {
    table.push([way, encryptPerSecond, encryptOfFirst, decryptPerSecond, decryptOfFirst]);
  }
  return table.toString();
}
