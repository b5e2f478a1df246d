import Table from "cli-table3";
import type { Benchmark } from "./benchmark.ts";
import { type CountingEndpoint, startCountingEndpoint } from "./secrets/counting-endpoint.ts";
import { callsOfMonth, costOf, readsOfMonth } from "./secrets/month.ts";
import { type Reader, readersOf } from "./secrets/readers.ts";
import { median, round } from "./statistics.ts";

/** In turn, so that a slower moment strikes all alike. */
const rounds = 5;

/** How many ask at once for a secret that nobody has read. */
const atOnce = 10_000;

/**
 * Reading a secret that is at hand, and one that is not by 10,000 at once: Rekey's cache beside Powertools' and a
 * client without a cache, against a server on loopback that counts. And the calls that 30 million reads in a month
 * make, counted with a clock that is set forth.
 */
export const secrets: Benchmark = async (onProgress) => {
  await using started = new AsyncDisposableStack();
  const endpoint = await startCountingEndpoint(started);
  const warm = Object.values(readersOf(endpoint.client));
  const times = new Map<string, number[]>();
  for (let turn = 0; turn < rounds; turn += 1) {
    onProgress(`reading what is at hand, ${turn + 1} of ${rounds}`);
    for (const reader of warm) {
      times.set(reader.name, [...(times.get(reader.name) ?? []), await microsecondsOf(reader)]);
    }
  }
  const readers: ReaderFigures[] = [];
  for (const reader of Object.values(readersOf(endpoint.client))) {
    onProgress(`${atOnce} ask at once: ${reader.name}`);
    const missCalls = await callsAtOnce(reader, endpoint);
    readers.push({
      reader: reader.name,
      hitMicroseconds: round(median(times.get(reader.name) ?? [])),
      missCalls,
    });
  }
  onProgress("reading for a month, twice");
  const month = {
    reads: readsOfMonth,
    dollarsWithoutCache: round(costOf(readsOfMonth)),
    byDefault: await monthOf({}),
    withoutJitterAndRefreshAhead: await monthOf({ jitter: 0, refreshAhead: 0 }),
  };
  return { figures: { goals: { missCalls: 1 }, atOnce, readers, month }, table: tableOf(readers, month) };
};

interface ReaderFigures {
  reader: string;
  /** How long one read takes when the secret is at hand, in microseconds; without a cache it never is. */
  hitMicroseconds: number;
  /** How many calls 10,000 reads at once make. */
  missCalls: number;
}

async function microsecondsOf({ read, reads }: Reader): Promise<number> {
  await read();
  const began = performance.now();
  for (let count = 0; count < reads; count += 1) await read();
  return ((performance.now() - began) * 1_000) / reads;
}

async function callsAtOnce({ read }: Reader, endpoint: CountingEndpoint): Promise<number> {
  const before = endpoint.calls;
  await Promise.all(Array.from({ length: atOnce }, read));
  return endpoint.calls - before;
}

async function monthOf(settings: { jitter?: number; refreshAhead?: number }) {
  const calls = await callsOfMonth(settings);
  return { calls, dollars: Number(costOf(calls).toFixed(4)) };
}

function tableOf(
  readers: readonly ReaderFigures[],
  month: { byDefault: { calls: number; dollars: number }; withoutJitterAndRefreshAhead: { calls: number } },
): string {
  const style = { head: [], border: [] };
  const table = new Table({ head: ["", "a read", `calls for ${atOnce} at once`], style });
  for (const { reader, hitMicroseconds, missCalls } of readers) {
    table.push([reader, `${hitMicroseconds} µs`, `${missCalls}`]);
  }
  const { byDefault, withoutJitterAndRefreshAhead } = month;
  return `${table}
${readsOfMonth} reads in a month: ${byDefault.calls} calls for ${byDefault.dollars} dollars by default, ${withoutJitterAndRefreshAhead.calls} without jitter and early renewal; ${costOf(readsOfMonth)} dollars without a cache.`;
}
