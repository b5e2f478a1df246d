import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import Table from "cli-table3";
import * as z from "zod";
import type { Benchmark } from "./benchmark.ts";
import { round } from "./statistics.ts";
import { writeLogs } from "./trail-logs/write.ts";

const execute = promisify(execFile);

/** Processes started for each way, in turn with the others; the quickest counts, being the least disturbed. */
const runs = 3;

const defaultMegabytes = 100;

const program = fileURLToPath(new URL("./detection/process.ts", import.meta.url));

/** What is measured: on one processor and, for the detections, on all, since logs are unpacked beside going over them. */
const measured = [
  { title: "gunzip", way: "gunzip", isPinned: true },
  { title: "gunzip + JSON.parse", way: "gunzip + JSON.parse", isPinned: true },
  { title: "Rekey's reader", way: "reader", isPinned: true },
  { title: "all detections", way: "detections", isPinned: true },
  { title: "all detections, all processors", way: "detections", isPinned: false },
] as const;

const wayFigures = z.object({
  seconds: z.number(),
  cpuSeconds: z.number(),
  records: z.number(),
  peakMb: z.number().optional(),
});

type Figures = z.infer<typeof wayFigures> & { title: string; eventsPerSecond: number; ofParse: number };

/**
 * How many events a second are read from packed log files in CloudTrail's layout, of which 30 in 100 are of the services
 * that are watched: by unpacking alone, by parsing all, by the reader with what the detections want, and by the detections.
 */
export const detection: Benchmark = async (onProgress, { size: megabytes = defaultMegabytes }) => {
  const folder = await mkdtemp(path.join(tmpdir(), "rekey-bench-"));
  try {
    onProgress(`writing logs of ${megabytes} MB`);
    const { files, bytes, records } = await writeLogs(folder, { megabytes });
    const quickest = new Map<string, z.infer<typeof wayFigures>>();
    for (let run = 0; run < runs; run += 1) {
      onProgress(`reading them in each way, ${run + 1} of ${runs}`);
      for (const { title, way, isPinned } of measured) {
        const figures = await measure(way, folder, isPinned);
        const best = quickest.get(title);
        if (!best || timeOf(figures, isPinned) < timeOf(best, isPinned)) quickest.set(title, figures);
      }
    }
    const ofParse = quickest.get("gunzip + JSON.parse")?.cpuSeconds ?? Number.NaN;
    const rows = measured.flatMap(({ title, isPinned }): Figures[] => {
      const figures = quickest.get(title);
      if (!figures) return [];
      const seconds = timeOf(figures, isPinned);
      return [
        {
          title,
          ...figures,
          eventsPerSecond: Math.round(records / seconds),
          ofParse: round(ofParse / seconds),
        },
      ];
    });
    return { figures: { megabytes, files: files.length, bytes, records, ways: rows }, table: tableOf(rows) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

/** On one processor the time that it worked counts: what others do on the machine is not in it. */
function timeOf({ seconds, cpuSeconds }: z.infer<typeof wayFigures>, isPinned: boolean): number {
  return isPinned ? cpuSeconds : seconds;
}

async function measure(way: string, folder: string, isPinned: boolean): Promise<z.infer<typeof wayFigures>> {
  const command = [process.execPath, program, way, folder];
  const [file = "", ...args] =
    isPinned && process.platform === "linux" ? ["taskset", "-c", "0", ...command] : command;
  const { stdout } = await execute(file, args);
  return wayFigures.parse(JSON.parse(stdout));
}

function tableOf(rows: readonly Figures[]): string {
  const table = new Table({
    head: ["", "events a second", "of gunzip + JSON.parse", "records made", "peak memory"],
    style: { head: [], border: [] },
  });
  for (const { title, eventsPerSecond, ofParse, records, peakMb } of rows) {
    const memory = peakMb === undefined ? "unknown" : `${Math.round(peakMb)} MB`;
    table.push([title, eventsPerSecond.toLocaleString("en"), ofParse, records.toLocaleString("en"), memory]);
  }
  return table.toString();
}
