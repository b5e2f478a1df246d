/** A log: a file or an object in a bucket, not opened yet. */
export interface LogSource {
  /** Its path, or its `s3://` address. */
  name: string;
  /** In bytes, as it is stored; infinite where that is not known, as of a pipe. */
  size: number;
  /** The minute in which CloudTrail delivered it, if its name tells. */
  delivered?: Date;
  /** Reads it at once. */
  read(): Promise<Buffer>;
  /** Reads it piece by piece. */
  stream(): AsyncIterable<Buffer>;
}

/** Puts logs into the order of their delivery; those that do not tell it come last. */
export function inTimeOrder(sources: readonly LogSource[]): LogSource[] {
  const delivered = (source: LogSource) => source.delivered?.getTime() ?? Number.POSITIVE_INFINITY;
  return sources.toSorted((one, other) => {
    const [first, second] = [delivered(one), delivered(other)];
    if (first !== second) return first < second ? -1 : 1;
    return one.name < other.name ? -1 : 1;
  });
}
