/** What a benchmark measured: figures for programs, and a table of them for people. */
export interface Measured {
  figures: object;
  table: string;
}

/** What may be asked of a benchmark; each takes what it knows. */
export interface BenchmarkOptions {
  /** The folder of a checkout of AWS's rotation templates, to measure beside Rekey. */
  template?: string | undefined;
  /** How many secrets a fleet has. */
  secrets?: number | undefined;
  /** How many megabytes: of logs that are written, before they are packed; of a stream that is encrypted. */
  size?: number | undefined;
  /** How many events are evaluated, or are a day's. */
  events?: number | undefined;
  /** How many days of traffic there are. */
  days?: number | undefined;
  /** What makes the traffic another. */
  seed?: number | undefined;
}

/** Measures something; tells on the way what it is doing. */
export type Benchmark = (
  onProgress: (message: string) => void,
  options: BenchmarkOptions,
) => Promise<Measured>;
