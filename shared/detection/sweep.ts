import * as z from "zod";
import type { AbsenceDetection, Detection, RateDetection } from "./detection.ts";
import { brokenPromises } from "./kinds/absence.ts";
import type { Times } from "./kinds/batch.ts";
import { rateCandidates } from "./kinds/rate.ts";
import type { FactTable } from "./state/facts.ts";
import type { DetectionState } from "./state/state.ts";
import { bucketsBetween, rateStream } from "./state/streams.ts";
import { daySeconds, hourSeconds, latenessSeconds, secondOf } from "./time.ts";
import type { Candidate } from "./to-signal.ts";

/** CloudTrail delivers an event within 15 minutes: before that, nobody knows that it is missing. */
const deliverySeconds = 900;

/** A sweep that was missed looks back so far for the rates: as long as their events are kept. */
const longestPause = daySeconds;

/** Looks for what no event tells. */
export interface Sweeper {
  /** @param now in seconds since 1970 */
  sweep(now: number): Promise<Candidate[]>;
  /** Where the log files tell the time: sweeps what is over by a batch. */
  sweepEvents(times: Times): Promise<Candidate[]>;
}

/** The second up to which sweeps have come. */
const swept: FactTable<number> = {
  name: "swept",
  shards: 1,
  keys: "plain",
  schema: z.number(),
  merge: (known, fresh) => Math.max(known, fresh),
  until: (second) => second + 90 * daySeconds,
};
const key = "second";

/** Makes the sweeps of some detections. */
export function sweeper(detections: readonly Detection[], state: DetectionState): Sweeper {
  const absences = new Map<string, AbsenceDetection>();
  const rates = new Map<string, RateDetection>();
  for (const detection of detections) {
    if (detection.kind === "absence") absences.set(detection.id, detection);
    if (detection.kind === "rate") rates.set(detection.id, detection);
  }
  const none = absences.size + rates.size === 0;
  const byClock = state.clock === "wall";

  const sweep = async (now: number, earliest = now - longestPause) => {
    if (none) return [];
    const cursor = (await state.facts.all(swept)).get(key);
    // Whoever swept last may have died with what it found in its hands.
    const after = cursor === undefined ? undefined : cursor - (byClock ? latenessSeconds : 0);
    const delivery = byClock ? deliverySeconds : 0;
    const found = await Promise.all([
      brokenPromises(absences, state.facts, (after ?? Number.NEGATIVE_INFINITY) - delivery, now - delivery),
      rateCandidates(
        rates,
        state,
        hoursOf(byClock ? Math.max(after ?? 0, now - longestPause) : (after ?? earliest), now),
        byClock ? now - latenessSeconds / 3 : now,
      ),
    ]);
    await state.facts.merge(swept, new Map([[key, now]]));
    return found.flat();
  };

  let sweptHour = Number.NEGATIVE_INFINITY;
  return {
    sweep,
    sweepEvents: async ({ earliest, latest }) => {
      if (byClock || none) return [];
      const hour = Math.floor((secondOf(latest) - latenessSeconds) / hourSeconds);
      if (!(hour > sweptHour)) return [];
      sweptHour = hour;
      return sweep(hour * hourSeconds, secondOf(earliest));
    },
  };
}

/** Hours whose counts may have changed since a second. */
function hoursOf(from: number, now: number): number[] {
  return [...bucketsBetween(rateStream, from, now - 1)];
}
