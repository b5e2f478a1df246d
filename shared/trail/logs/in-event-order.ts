import { constants, gunzipSync } from "node:zlib";
import pLimit from "p-limit";
import type { LogSource } from "./log-source.ts";
import { isGzip } from "./unpack.ts";

/** Of a log that does not tell when it was delivered, so many bytes are looked at, as it is stored. */
const lookedAt = 64 * 1_024;

/** They may be packed, with a bomb in them. */
const mostUnpacked = 16 * 1_024 * 1_024;

/** A log of so many bytes is read whole for that: to open a stream costs more. */
const readWhole = 256 * 1_024;

/** Logs looked into at once. */
const atOnce = 16;

/** A log, and when its events begin: ISO 8601, in UTC. */
export interface TimedLog {
  source: LogSource;
  /** Where it is not known, what sorts behind every time. */
  from: string;
}

const never = "~";

/**
 * Puts logs into the order of their events: by the minute of their delivery where their names tell it, else by the
 * time of their first event. Logs of which neither is known, such as pipes, which can be read only once, come last.
 */
export async function inEventOrder(sources: readonly LogSource[]): Promise<TimedLog[]> {
  if (sources.length < 2) return sources.map((source) => ({ source, from: never }));
  const limit = pLimit(atOnce);
  const timed = await Promise.all(
    sources.map(async (source) => ({ source, from: await limit(() => timeOf(source)) })),
  );
  return timed.toSorted((one, other) => (one.from === other.from ? 0 : one.from < other.from ? -1 : 1));
}

async function timeOf(source: LogSource): Promise<string> {
  if (source.delivered) return source.delivered.toISOString();
  if (!Number.isFinite(source.size)) return never;
  try {
    return firstEventIn(await beginningOf(source)) ?? never;
  } catch {
    // What is wrong with it is told when it is read.
    return never;
  }
}

async function beginningOf(source: LogSource): Promise<Buffer> {
  if (source.size <= readWhole) return (await source.read()).subarray(0, lookedAt);
  for await (const piece of source.stream()) return piece.subarray(0, lookedAt);
  return Buffer.alloc(0);
}

/** The time of the first event in the bytes that a log begins with. */
function firstEventIn(bytes: Buffer): string | undefined {
  const text = isGzip(bytes)
    ? gunzipSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: mostUnpacked })
    : bytes;
  const [, time = ""] = /"eventTime"\s*:\s*"([^"]{1,40})"/.exec(text.toString("latin1")) ?? [];
  const at = new Date(time);
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}
