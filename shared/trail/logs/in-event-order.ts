import { constants, gunzipSync } from "node:zlib";
import pLimit from "p-limit";
import { byText } from "./by-text.ts";
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

/** A log, and what of the order of its events is known. */
export interface TimedLog {
  source: LogSource;
  /** When its events begin: ISO 8601, in UTC. Where it is not known, what sorts behind every time. */
  from: string;
  /**
   * Whether its events have another order than that of their time, such as the latest first in what CloudTrail's console
   * has to download.
   */
  isUnordered: boolean;
}

const unknown = { from: "~", isUnordered: false };

/** An event that comes so long after later ones is out of order; CloudTrail's own files mix some minutes. */
const outOfOrderMs = 3_600_000;

/**
 * Puts logs into the order of their events: by the minute of their delivery where their names tell it, else by the
 * time of their first event. Logs of which neither is known, such as pipes, which can be read only once, come last.
 */
export async function inEventOrder(sources: readonly LogSource[]): Promise<TimedLog[]> {
  const limit = pLimit(atOnce);
  const timed = await Promise.all(
    sources.map(async (source) => ({ source, ...(await limit(() => orderOf(source))) })),
  );
  return timed.toSorted(byText(({ from }) => from));
}

type Order = Omit<TimedLog, "source">;

async function orderOf(source: LogSource): Promise<Order> {
  if (source.delivered) return { from: source.delivered.toISOString(), isUnordered: false };
  if (!Number.isFinite(source.size)) return unknown;
  try {
    return orderIn(await beginningOf(source));
  } catch {
    // What is wrong with it is told when it is read.
    return unknown;
  }
}

async function beginningOf(source: LogSource): Promise<Buffer> {
  if (source.size <= readWhole) return (await source.read()).subarray(0, lookedAt);
  for await (const piece of source.stream()) return piece.subarray(0, lookedAt);
  return Buffer.alloc(0);
}

/** What the bytes that a log begins with tell. */
function orderIn(bytes: Buffer): Order {
  const text = isGzip(bytes)
    ? gunzipSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: mostUnpacked })
    : bytes;
  const times = [...text.toString("latin1").matchAll(/"eventTime"\s*:\s*"([^"]{1,40})"/g)]
    .map(([, time = ""]) => Date.parse(time))
    .filter((time) => !Number.isNaN(time));
  if (times.length === 0) return unknown;
  let [latest, falls, rises] = [Number.NEGATIVE_INFINITY, 0, 0];
  let isLate = false;
  for (const [at, time] of times.entries()) {
    const before = times[at - 1] ?? time;
    if (time < before) falls += 1;
    if (time > before) rises += 1;
    isLate ||= time < latest - outOfOrderMs;
    latest = Math.max(latest, time);
  }
  const from = new Date(Math.min(...times)).toISOString();
  // Where many events are of one hour, only that each is earlier than the one before shows the order.
  return { from, isUnordered: isLate || falls > 3 * (rises + 1) };
}
