/** Something about log files that people should know, while the rest is read; the message names the file. */
export abstract class LogProblem extends Error {
  /** The path or `s3://` address. */
  readonly source: string;

  constructor(source: string, message: string, options?: ErrorOptions) {
    super(`${source}: ${message}`, options);
    this.source = source;
  }
}

/** Nothing of it could be opened, or not to its end: it does not exist, may not be read, or the connection broke. */
export class UnreadableLogError extends LogProblem {
  override name = "UnreadableLogError";
}

/** A folder or prefix in which there is no log of the time asked for. */
export class NoLogsError extends LogProblem {
  override name = "NoLogsError";
}

/** A file in which there is no CloudTrail record, nor an empty list of them. */
export class NotALogError extends LogProblem {
  override name = "NotALogError";
}

/**
 * A file that is cut off or damaged; the records before the damage were read. Where a packed file is damaged, the last
 * of them may be wrong: gzip notices damage a few bytes late.
 */
export class DamagedLogError extends LogProblem {
  override name = "DamagedLogError";
}

/** One record that cannot be used; the others of the file were read. */
export class MalformedLogRecordError extends LogProblem {
  override name = "MalformedLogRecordError";
  /** The record's place in the file, from 1. */
  readonly record: number;
  /** Where it begins, in bytes of the unpacked file. */
  readonly offset: number;

  constructor(
    source: string,
    { record, offset, reason }: { record: number; offset: number; reason: string },
  ) {
    super(source, `record ${record}, at byte ${offset}: ${reason}`);
    this.record = record;
    this.offset = offset;
  }
}
