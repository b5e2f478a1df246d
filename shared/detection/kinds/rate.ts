import * as z from "zod";
import type { RateDetection } from "../detection.ts";
import type { FactsByKey, FactTable } from "../state/facts.ts";
import type { Ledger, Observations, Series } from "../state/ledger.ts";
import type { DetectionState } from "../state/state.ts";
import { bucketOf, rateStream } from "../state/streams.ts";
import { daySeconds, hourSeconds, timeOf } from "../time.ts";
import { type Candidate, candidate, contextOf, contextSchema } from "../to-signal.ts";
import { exceeds, type Past } from "./baseline.ts";
import type { Group } from "./batch.ts";

/** What is kept of a group's events: all, and who did what of one in each hour. */
export function rateObservations(
  { detection, events }: Group<RateDetection>,
  series: Series,
  ledger: Ledger,
): Observations {
  let contexts: Map<number, string> | undefined;
  let last: number | undefined;
  for (const { record, second } of events) {
    const hour = bucketOf(rateStream, second);
    if (hour === last) continue;
    last = hour;
    if (contexts?.has(hour) || ledger.tellsOf(rateStream, hour, series)) continue;
    contexts ??= new Map();
    contexts.set(hour, JSON.stringify(contextOf(detection, record)));
  }
  return { series, events, contexts };
}

const weekHours = 168;

/** Weeks of the past that are remembered: those that a baseline looks at, and as long as an entity may learn. */
const pastWeeks = 13;

const countsSchema = z.record(z.string(), z.int().positive());

/** How many events each series had in the hours of one week. */
export function countsOfWeek(week: number): FactTable<z.infer<typeof countsSchema>> {
  const until = (week + pastWeeks + 2) * weekHours * hourSeconds;
  return {
    name: `rates-of-week-${week}`,
    shards: 4,
    keys: "hashed",
    schema: countsSchema,
    // What was counted twice was counted from the same events, or from more of them.
    merge: (known, fresh) =>
      Object.entries(fresh).every(([hour, count]) => (known[hour] ?? 0) >= count)
        ? known
        : Object.fromEntries(
            [...Object.keys(known), ...Object.keys(fresh)].map((hour) => [
              hour,
              Math.max(known[hour] ?? 0, fresh[hour] ?? 0),
            ]),
          ),
    until: () => until,
  };
}

/**
 * Looks at the hours up to a second: which entities have had more events than their past lets expect. Hours that are
 * over become part of the past.
 *
 * @param detections by their ids
 * @param hours that may have changed
 * @param settled the second before which no event is missing any more
 */
export async function rateCandidates(
  detections: ReadonlyMap<string, RateDetection>,
  { ledger, facts }: DetectionState,
  hours: readonly number[],
  settled: number,
): Promise<Candidate[]> {
  if (detections.size === 0) return [];
  await ledger.refresh(rateStream, new Set(hours));
  const found: Candidate[] = [];
  for (const hour of hours) {
    const totals = [...ledger.inBucket(rateStream, hour)].map(([series, { seconds, context }]) => ({
      series,
      seconds,
      context,
      count: seconds.length,
    }));
    if (totals.length === 0) continue;
    const suspects = totals.flatMap((total) => {
      const detection = detections.get(total.series.slice(0, total.series.indexOf("#")));
      return detection && total.count >= detection.minimum ? [{ ...total, detection }] : [];
    });
    if (suspects.length > 0) {
      const past = await pastOf(hour, facts);
      for (const { series, detection, seconds, context, count } of suspects) {
        const expected = tooMany(detection, count, hour, past(series));
        if (expected === undefined || context === undefined) continue;
        const entity = series.slice(detection.id.length + 1);
        found.push(
          candidate(detection, contextSchema.parse(JSON.parse(context)), {
            entity,
            firstSeen: timeOf(hour * hourSeconds),
            lastSeen: timeOf(seconds.reduce((one, other) => Math.max(one, other))),
            count,
            why: detection.why(count, Math.round(expected), entity),
          }),
        );
      }
    }
    if ((hour + 1) * hourSeconds <= settled) {
      const ofHour = String(hour % weekHours);
      const counts = new Map(totals.map(({ series, count }) => [series, { [ofHour]: count }]));
      await facts.merge(countsOfWeek(Math.floor(hour / weekHours)), counts);
    }
  }
  return found;
}

function tooMany(
  { learningDays, factor }: RateDetection,
  count: number,
  hour: number,
  past: Past,
): number | undefined {
  const learning = (hour - past.firstHour) * hourSeconds < learningDays * daySeconds;
  return learning ? undefined : exceeds(count, hour, past, factor);
}

/** What is remembered of each series, before an hour. */
async function pastOf(hour: number, facts: DetectionState["facts"]): Promise<(series: string) => Past> {
  const last = Math.floor(hour / weekHours);
  const numbers = Array.from({ length: pastWeeks + 1 }, (_, ago) => last - ago).reverse();
  const weeks = await Promise.all(
    numbers.map(async (week) => ({ week, counts: await facts.all(countsOfWeek(week)) })),
  );
  return (series) => {
    const byWeek = new Map(weeks.map(({ week, counts }) => [week, countsIn(counts, series)]));
    const firstHours = [...byWeek].flatMap(([week, counts]) =>
      Object.keys(counts).map((at) => week * weekHours + Number(at)),
    );
    return {
      firstHour: Math.min(hour, ...firstHours),
      countAt: (at) => byWeek.get(Math.floor(at / weekHours))?.[String(at % weekHours)] ?? 0,
    };
  };
}

function countsIn(
  facts: FactsByKey<Record<string, number>>,
  series: string,
): Readonly<Record<string, number>> {
  return facts.get(series) ?? {};
}
