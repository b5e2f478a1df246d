import type { CloudTrailRecord } from "../record.ts";
import { inAdvance } from "./in-advance.ts";
import type { TimeRange } from "./log-name.ts";
import type { LogSource } from "./log-source.ts";
import { parseLog } from "./parse-log.ts";
import { DamagedLogError, type LogProblem, UnreadableLogError } from "./problems.ts";
import type { Parsed } from "./tally.ts";
import { DamagedGzipError, isGzip, unpackPieces, unpackWhole } from "./unpack.ts";
import { type WantedEvents, wantedNames } from "./wanted-events.ts";
import type { Wanted } from "./wanted-record.ts";

/** A part of a log. */
export interface LogBatch {
  source: LogSource;
  /** The wanted records, in their order in the log. */
  records: CloudTrailRecord[];
  /** How many records were gone over, wanted or not. */
  seen: number;
  problems: LogProblem[];
}

/** How many logs are fetched while one is gone over: from S3 each takes its time. */
const fetchedAhead = 8;

/** How many of them are unpacked meanwhile: it takes about as long as going over them. */
const unpackedAhead = 1;

/** A log of this size at most, in bytes as it is stored, is fetched at once. */
const largestFetched = 4 * 1_024 * 1_024;

/**
 * Reads the wanted records of logs, one log after the other. A log may be packed with gzip or not, and is CloudTrail's
 * own (`{"Records": […]}`), a list of records, or values one after the other, as lines of JSON: records or EventBridge
 * events that carry them. Of records that are not wanted it is only found out where they end. Large logs are read
 * in pieces: memory does not grow with them.
 *
 * @param wants of which events the records are wanted
 * @param parts texts of which one is in every record that is wanted, in ASCII; without any, all of `wants` are
 * @returns batches of any size, some without records; what cannot be read is told in them, and the rest is read
 */
export async function* readRecords(
  sources: readonly LogSource[],
  { wants, from, to, parts = [] }: TimeRange & { wants: readonly WantedEvents[]; parts?: readonly string[] },
): AsyncGenerator<LogBatch> {
  const wanted: Wanted = {
    names: wantedNames(wants),
    fromMs: from?.getTime() ?? Number.NEGATIVE_INFINITY,
    toMs: to?.getTime() ?? Number.POSITIVE_INFINITY,
    parts,
  };
  const logs = inAdvance(inAdvance(sources, fetchedAhead, fetch), unpackedAhead, unpack);
  for await (const { source, content } of logs) {
    for await (const { records, seen, problems } of partsOf(source, content, wanted)) {
      if (seen > 0 || problems.length > 0) yield { source, records, seen, problems };
    }
  }
}

/** A log with its bytes, with its pieces, which are read while they are used, or with why neither can be had. */
interface Opened {
  source: LogSource;
  content: Buffer | AsyncIterable<Buffer> | UnreadableLogError;
}

async function fetch(source: LogSource): Promise<Opened> {
  if (source.size > largestFetched) return { source, content: unpackedStream(source) };
  const content = await source.read().catch((error: unknown) => unreadable(source, error));
  return { source, content };
}

async function unpack({ source, content }: Opened): Promise<Opened> {
  if (!Buffer.isBuffer(content) || !isGzip(content)) return { source, content };
  return { source, content: await unpackWhole(content) };
}

async function* unpackedStream(source: LogSource): AsyncGenerator<Buffer> {
  const pieces = source.stream()[Symbol.asyncIterator]();
  try {
    const first = await pieces.next();
    if (first.done) return;
    const all = (async function* () {
      yield first.value;
      yield* { [Symbol.asyncIterator]: () => pieces };
    })();
    yield* isGzip(first.value) ? unpackPieces(all) : all;
  } finally {
    await pieces.return?.();
  }
}

async function* partsOf(
  source: LogSource,
  content: Opened["content"],
  wanted: Wanted,
): AsyncGenerator<Parsed> {
  if (content instanceof Error) {
    yield { records: [], seen: 0, problems: [content] };
    return;
  }
  const parser = parseLog(source.name, wanted);
  const problems: LogProblem[] = [];
  try {
    if (Buffer.isBuffer(content)) yield* parser.push(content);
    else for await (const piece of content) yield* parser.push(piece);
  } catch (error) {
    problems.push(
      error instanceof DamagedGzipError
        ? new DamagedLogError(source.name, error.message, { cause: error })
        : unreadable(source, error),
    );
  }
  yield* parser.end();
  yield { records: [], seen: 0, problems };
}

function unreadable({ name }: LogSource, error: unknown): UnreadableLogError {
  const reason = error instanceof Error ? error.message : String(error);
  return new UnreadableLogError(name, `It cannot be read: ${reason}`, { cause: error });
}
