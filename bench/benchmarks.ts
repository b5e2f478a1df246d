import { coldStart } from "./cold-start.ts";

/** What a benchmark measured: figures for programs, and a table of them for people. */
export interface Measured {
  figures: object;
  table: string;
}

/** Measures something; tells on the way what it is doing. */
export type Benchmark = (onProgress: (message: string) => void) => Promise<Measured>;

/** All benchmarks by name. */
export const benchmarks: ReadonlyMap<string, Benchmark> = new Map([["cold-start", coldStart]]);
