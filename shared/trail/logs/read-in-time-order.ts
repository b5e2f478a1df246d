import type { TimedLog } from "./in-event-order.ts";
import type { LogBatch } from "./read-records.ts";
import { inTurn, type Reading, readStrand, type Strand, sideBySide } from "./strands.ts";

/** So many logs are read side by side; of more, one is read after the other. */
const mostSideBySide = 64;

/**
 * Reads the wanted records of logs as `readRecords` does, in about the order of their time. CloudTrail's own files follow
 * each other; others, such as exports of a region or a month each, may hold the same days: they are read side by side.
 *
 * @param timed as `inEventOrder` puts them
 * @returns batches of any size, of which those from different logs alternate
 */
export async function* readInTimeOrder(
  timed: readonly TimedLog[],
  reading: Reading,
): AsyncGenerator<LogBatch> {
  const others = timed.filter(({ source }) => !source.delivered);
  const strands = others.length > mostSideBySide ? inTurn(timed) : sideBySide(timed);
  const [only] = strands;
  if (only && strands.length === 1) yield* readStrand(only, reading);
  else if (others.length > mostSideBySide) for (const strand of strands) yield* readStrand(strand, reading);
  else yield* braided(strands, reading);
}

/** A strand that is being read: a batch of which some records are taken already. */
interface Open {
  batches: AsyncGenerator<LogBatch>;
  batch: LogBatch;
  taken: number;
}

/** Takes records from whichever strand is behind the others. A strand is opened when its time has come. */
async function* braided(strands: readonly Strand[], reading: Reading): AsyncGenerator<LogBatch> {
  const waiting = [...strands];
  const open: Open[] = [];
  try {
    for (;;) {
      open.sort((one, other) => (timeOf(one) < timeOf(other) ? -1 : 1));
      const [behind, next] = open;
      const [coming] = waiting;
      if (coming && (!behind || coming.from <= timeOf(behind))) {
        waiting.shift();
        yield* advance(readStrand(coming, reading), open);
        continue;
      }
      if (!behind) return;
      const until = [next && timeOf(next), coming?.from].filter((time) => time !== undefined).sort()[0];
      const { records, ...told } = behind.batch;
      const from = behind.taken;
      do behind.taken += 1;
      while (behind.taken < records.length && (until === undefined || timeOf(behind) <= until));
      yield { ...told, records: records.slice(from, behind.taken) };
      behind.batch = { source: told.source, records, seen: 0, problems: [] };
      if (behind.taken < records.length) continue;
      open.shift();
      yield* advance(behind.batches, open);
    }
  } finally {
    for (const { batches } of open) await batches.return(undefined);
  }
}

/** Reads on up to the next record, with which the strand is open again; tells what there is without any. */
async function* advance(batches: AsyncGenerator<LogBatch>, open: Open[]): AsyncGenerator<LogBatch> {
  for (;;) {
    const { done, value: batch } = await batches.next();
    if (done) return;
    if (batch.records.length > 0) {
      open.push({ batches, batch, taken: 0 });
      return;
    }
    yield batch;
  }
}

function timeOf({ batch, taken }: Open): string {
  return batch.records[taken]?.eventTime ?? "";
}
