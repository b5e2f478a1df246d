/** What CloudTrail's name of a log file, or of a digest or a file of Insights events beside it, tells. */
export interface LogName {
  kind: "log" | "digest" | "insight";
  /** The minute in which the file was delivered. */
  delivered: Date;
}

const form =
  /(?:^|\/)\d{12}_CloudTrail(-Digest|-Insight)?_[^/]*_(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(?:\d\d)?Z(?:_[^/]*)?$/;

/** Reads a path or key. Source: "CloudTrail log file name format" and "digest file" in its user guide. */
export function readLogName(path: string): LogName | undefined {
  const [, suffix, year, month, day, hour, minute] =
    form.exec(path.replace(/(?:\.json)?(?:\.gz)?$/, "")) ?? [];
  if (year === undefined) return undefined;
  const delivered = new Date(`${year}-${month}-${day}T${hour}:${minute}:00Z`);
  if (Number.isNaN(delivered.getTime())) return undefined;
  return { kind: suffix === "-Digest" ? "digest" : suffix === "-Insight" ? "insight" : "log", delivered };
}

/** From when to when events are wanted: `from` is part of it, `to` is not. */
export interface TimeRange {
  from?: Date | undefined;
  to?: Date | undefined;
}

/** CloudTrail delivers within minutes on average, and promises nothing: a day is taken for the latest. */
const latestMs = 24 * 60 * 60_000;

/** The name's minute is cut off; and clocks differ. */
const earliestMs = 5 * 60_000;

/** Whether a file delivered within a period, its end not part of it, may have events of a range. */
export function mayHaveEvents(delivered: { from: Date; to: Date }, { from, to }: TimeRange): boolean {
  if (from && delivered.to.getTime() + earliestMs <= from.getTime()) return false;
  return !(to && delivered.from.getTime() - latestMs >= to.getTime());
}
