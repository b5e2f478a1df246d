import type { CloudTrailRecord } from "../record.ts";
import type { TimeRange } from "./log-name.ts";
import type { LogSource } from "./log-source.ts";
import { parseLog } from "./parse-log.ts";
import { DamagedLogError, type LogProblem, UnreadableLogError } from "./problems.ts";
import type { Parsed } from "./tally.ts";
import { DamagedGzipError, isGzip, largestWhole, unpackPieces, unpackWhole } from "./unpack.ts";
import { namesBySource, type WantedEvents } from "./wanted-events.ts";
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

/** How many logs are read and unpacked while one is gone over. */
const ahead = 3;

/**
 * Reads the wanted records of logs, one log after the other. A log may be packed with gzip or not, and is CloudTrail's
 * own (`{"Records": […]}`), a list of records, or values one after the other, as lines of JSON: records or EventBridge
 * events that carry them. Of records that are not wanted it is only found out where they end. Large logs are read
 * in pieces: memory does not grow with them.
 *
 * @param wants of which events the records are wanted
 * @returns batches of any size, some without records; what cannot be read is told in them, and the rest is read
 */
export async function* readRecords(
  sources: readonly LogSource[],
  { wants, from, to }: TimeRange & { wants: readonly WantedEvents[] },
): AsyncGenerator<LogBatch> {
  const wanted: Wanted = {
    names: namesBySource(wants),
    fromMs: from?.getTime() ?? Number.NEGATIVE_INFINITY,
    toMs: to?.getTime() ?? Number.POSITIVE_INFINITY,
  };
  const opened = sources.slice(0, ahead).map(open);
  for (const [index, source] of sources.entries()) {
    const following = sources[index + ahead];
    if (following) opened.push(open(following));
    const content = await opened.shift();
    if (content === undefined) continue;
    for await (const { records, seen, problems } of partsOf(source, content, wanted)) {
      if (seen > 0 || problems.length > 0) yield { source, records, seen, problems };
    }
  }
}

/** What opening a log gave: its bytes, unpacked; its pieces, unpacked while they are read; or why neither. */
type Content = Buffer | AsyncIterable<Buffer> | UnreadableLogError;

async function open(source: LogSource): Promise<Content> {
  if (source.size > largestWhole) return unpackedStream(source.stream());
  try {
    const bytes = await source.read();
    if (!isGzip(bytes)) return bytes;
    return (await unpackWhole(bytes)) ?? unpackPieces([bytes]);
  } catch (error) {
    return unreadable(source, error);
  }
}

async function* unpackedStream(stream: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const pieces = stream[Symbol.asyncIterator]();
  const first = await pieces.next();
  if (first.done) return;
  const all = (async function* () {
    yield first.value;
    yield* { [Symbol.asyncIterator]: () => pieces };
  })();
  yield* isGzip(first.value) ? unpackPieces(all) : all;
}

async function* partsOf(source: LogSource, content: Content, wanted: Wanted): AsyncGenerator<Parsed> {
  if (content instanceof Error) {
    yield { records: [], seen: 0, problems: [content] };
    return;
  }
  const parser = parseLog(source.name, wanted);
  const problems: LogProblem[] = [];
  try {
    if (Buffer.isBuffer(content)) yield parser.push(content);
    else for await (const piece of content) yield parser.push(piece);
  } catch (error) {
    problems.push(
      error instanceof DamagedGzipError
        ? new DamagedLogError(source.name, error.message, { cause: error })
        : unreadable(source, error),
    );
  }
  const rest = parser.end();
  yield { ...rest, problems: [...rest.problems, ...problems] };
}

function unreadable({ name }: LogSource, error: unknown): UnreadableLogError {
  const reason = error instanceof Error ? error.message : String(error);
  return new UnreadableLogError(name, `It cannot be read: ${reason}`, { cause: error });
}
