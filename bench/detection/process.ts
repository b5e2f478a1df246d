import { readdir } from "node:fs/promises";
import path from "node:path";
import { peakMb } from "../rotation/peak-memory.ts";
import { type Way, ways } from "./way.ts";

/** What a process that goes over log files tells of it. */
export interface WayFigures {
  seconds: number;
  /** Of all its threads. */
  cpuSeconds: number;
  /** Records that it made. */
  records: number;
  peakMb: number | undefined;
}

/** By then the compiler has seen all that the longest of the ways does. */
const warmUpMs = 4_000;

/** Goes over the files of a folder in one way, and prints the figures: `process.ts WAY FOLDER`. */
const [name = "", folder = ""] = process.argv.slice(2);
const way = new Map<string, Way>(Object.entries(ways)).get(name);
if (!way) throw new Error(`There is no way ${name}.`);
const entries = await readdir(folder, { recursive: true, withFileTypes: true });
const files = entries
  .filter((entry) => entry.isFile())
  .map((entry) => path.join(entry.parentPath, entry.name));
// Not in the measure: the code is compiled as it is after the first seconds of a longer run.
for (const warm = performance.now(); performance.now() - warm < warmUpMs; ) await way(files);
const before = process.cpuUsage();
const began = performance.now();
const records = await way(files);
const seconds = (performance.now() - began) / 1_000;
const { user, system } = process.cpuUsage(before);
const figures: WayFigures = {
  seconds,
  cpuSeconds: (user + system) / 1e6,
  records,
  peakMb: await peakMb(process.pid),
};
process.stdout.write(JSON.stringify(figures));
