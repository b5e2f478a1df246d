import type { CloudTrailRecord } from "../../trail/index.ts";
import { hourIn, hourSeconds, secondOf } from "../time.ts";

/** For how long after an hour its events are known again, in seconds. */
export const seenSeconds = 2 * hourSeconds;

/** Events that were seen, by the hour in which they happened. */
export interface Seen {
  /** Whether an event is seen for the first time. */
  isFirst(record: CloudTrailRecord): boolean;
  /** Forgets hours that were over long before a second. */
  forget(now: number): void;
}

/** Knows no event. */
export function seenEvents(): Seen {
  const hours = new Map<string, Set<string>>();
  return {
    isFirst: ({ eventID, eventTime }) => {
      const hour = hourIn(eventTime);
      let ids = hours.get(hour);
      if (!ids) {
        ids = new Set();
        hours.set(hour, ids);
      }
      const before = ids.size;
      return ids.add(eventID).size > before;
    },
    forget: (now) => {
      for (const hour of hours.keys())
        if (secondOf(`${hour}:00:00Z`) + hourSeconds + seenSeconds < now) hours.delete(hour);
    },
  };
}
