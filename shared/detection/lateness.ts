import { type CloudTrailRecord, LogProblem } from "../trail/index.ts";
import { latenessSeconds } from "./time.ts";

/** Events of a log came long after later ones: what is counted over time may have missed them. */
export class UnorderedLogError extends LogProblem {
  override name = "UnorderedLogError";
}

/** Watches the order of records. */
export interface Lateness {
  look(source: string, records: readonly CloudTrailRecord[]): void;
  /** One for each log with events that came too late. */
  problems(): UnorderedLogError[];
}

/** Notes which logs have events that come over an hour after later ones. */
export function lateness(): Lateness {
  const late = new Map<string, number>();
  let latest = "";
  let minute = "";
  let tooLate = "";
  return {
    look: (source, records) => {
      // As text, times sort as they are; the limit is moved by the minute, since most records are neither late nor news.
      for (const { eventTime } of records) {
        if (eventTime > latest) {
          latest = eventTime;
          if (eventTime.startsWith(minute) && minute !== "") continue;
          minute = eventTime.slice(0, 16);
          tooLate = new Date(Date.parse(eventTime) - latenessSeconds * 1_000).toISOString();
        } else if (eventTime < tooLate) {
          late.set(source, (late.get(source) ?? 0) + 1);
        }
      }
    },
    problems: () =>
      [...late].map(
        ([source, count]) =>
          new UnorderedLogError(
            source,
            `${count} of its events came over an hour after later ones: what is counted over time may have missed them. Sort it by eventTime.`,
          ),
      ),
  };
}
