import { byText } from "./by-text.ts";
import type { TimedLog } from "./in-event-order.ts";
import type { LogSource } from "./log-source.ts";
import { type LogBatch, readRecords } from "./read-records.ts";

/** Records of a log in another order that are put into that of their time together. */
const mostSorted = 100_000;

/** What is read of logs, as `readRecords` takes it. */
export type Reading = Parameters<typeof readRecords>[1];

/** Logs that follow each other, or one that is in another order; and when their events begin. */
export interface Strand {
  from: string;
  sources: readonly LogSource[];
  isUnordered: boolean;
}

/** CloudTrail's own files together, and each of the others. */
export function sideBySide(timed: readonly TimedLog[]): Strand[] {
  const own = timed.filter(({ source }) => source.delivered);
  const others = timed.filter(({ source }) => !source.delivered);
  // How far the events of a log in another order go back is known only at its end: it is read at once.
  const begun = others.map((log) => (log.isUnordered ? { ...log, from: "" } : log));
  return [...strandsOf(own), ...begun.flatMap((log) => strandsOf([log]))].toSorted(
    byText(({ from }) => from),
  );
}

/** What is in another order alone, and all between together. */
export function inTurn(timed: readonly TimedLog[]): Strand[] {
  const runs: TimedLog[][] = [];
  for (const log of timed) {
    const run = runs.at(-1);
    if (run && !log.isUnordered && !run[0]?.isUnordered) run.push(log);
    else runs.push([log]);
  }
  return runs.flatMap(strandsOf);
}

function strandsOf(logs: readonly TimedLog[]): Strand[] {
  const [first] = logs;
  return first ? [{ ...first, sources: logs.map(({ source }) => source) }] : [];
}

/** Reads the wanted records of a strand. */
export function readStrand({ sources, isUnordered }: Strand, reading: Reading): AsyncGenerator<LogBatch> {
  const batches = readRecords(sources, reading);
  return isUnordered ? sorted(batches) : batches;
}

/** What is read of a log, in the order of time: of all of it, as far as it may be held. */
async function* sorted(batches: AsyncGenerator<LogBatch>): AsyncGenerator<LogBatch> {
  let held: LogBatch | undefined;
  for await (const batch of batches) {
    yield { ...batch, records: [] };
    held ??= { source: batch.source, records: [], seen: 0, problems: [] };
    for (const record of batch.records) held.records.push(record);
    if (held.records.length < mostSorted) continue;
    yield inOrder(held);
    held = undefined;
  }
  if (held && held.records.length > 0) yield inOrder(held);
}

function inOrder(batch: LogBatch): LogBatch {
  return { ...batch, records: batch.records.toSorted(byText(({ eventTime }) => eventTime)) };
}
