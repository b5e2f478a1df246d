import * as z from "zod";
import type { FirstSeenDetection } from "../detection.ts";
import type { Facts, FactTable } from "../state/facts.ts";
import { daySeconds, latenessSeconds, timeOf } from "../time.ts";
import { type Candidate, candidate, contextOf } from "../to-signal.ts";
import { type CountedEvent, type Group, idsOf, latestOf, spanOf } from "./batch.ts";

const sightingSchema = z.tuple([z.number(), z.number(), z.number()]);

/** The second of the first event, the day of the last (since 1970), and after how many days without one it is new again. */
type Sighting = z.infer<typeof sightingSchema>;

/** What was seen with what. By the day: what was seen today already writes nothing. */
const sightings: FactTable<Sighting> = {
  name: "sightings",
  shards: 8,
  keys: "hashed",
  schema: sightingSchema,
  merge: (known, fresh) => {
    const [first, last, days] = known;
    if (dayOf(fresh[0]) > last + days) return fresh;
    if (fresh[0] >= first && fresh[1] <= last) return known;
    if (dayOf(first) > fresh[1] + days) return known;
    return [Math.min(first, fresh[0]), Math.max(last, fresh[1]), days];
  },
  until: ([, last, days]) => (last + days + 1) * daySeconds,
};

/**
 * Remembers what was seen with the entities, and tells what was new. All events of a pair's first hour are: so that
 * it does not matter which of them arrives first.
 */
export async function firstSeenCandidates(
  groups: readonly Group<FirstSeenDetection>[],
  facts: Facts,
): Promise<Candidate[]> {
  const pairs = groups.filter((group) => !isOldNews(group, facts)).flatMap(pairsOf);
  const fresh = new Map<string, Sighting>();
  const see = (key: string, events: readonly CountedEvent[], days: number) => {
    const { from, to } = spanOf(events);
    const sighting: Sighting = [from, dayOf(to), days];
    const before = fresh.get(key);
    fresh.set(key, before ? sightings.merge(before, sighting) : sighting);
  };
  for (const { detection, series, key, events } of pairs) {
    see(key, events, detection.forgetDays);
    see(series, events, Math.max(detection.forgetDays, detection.learningDays));
  }
  if (fresh.size === 0) return [];
  const known = await facts.merge(sightings, fresh);
  return pairs.flatMap((pair) => newOf(pair, known.get(pair.key)?.[0], known.get(pair.series)?.[0]));
}

/**
 * Whether all that a group's events tell is known, and none of it is new: so it is for nearly all. What is known may be
 * a little old: others may have seen a pair or its entity earlier since, by less than an hour. Of a pair's first hour it is
 * not enough, unless the entity learns for an hour more.
 */
function isOldNews({ detection, series, events }: Group<FirstSeenDetection>, facts: Facts): boolean {
  const entity = facts.known(sightings, series);
  const learned = entity ? entity[0] + detection.learningDays * daySeconds : Number.NEGATIVE_INFINITY;
  let last: string | undefined;
  let known: Sighting | undefined;
  for (const { second, mark: value } of events) {
    // Mostly it is the same again.
    if (value !== last) known = facts.known(sightings, keyOf(series, value));
    last = value;
    if (!known || !covers(known, second) || !entity || !covers(entity, second)) return false;
    if (second <= known[0] + latenessSeconds && second >= learned - latenessSeconds) return false;
  }
  return true;
}

/** Whether merging a sighting of a second would change nothing. */
function covers([first, last]: Sighting, second: number): boolean {
  return second >= first && dayOf(second) <= last;
}

function keyOf(series: string, value: string): string {
  return `${series}\n${value}`;
}

type Pair = Group<FirstSeenDetection> & { key: string; value: string };

function pairsOf(group: Group<FirstSeenDetection>): Pair[] {
  const byValue = Map.groupBy(group.events, ({ mark }) => mark);
  return [...byValue].map(([value, events]) => ({
    ...group,
    value,
    events,
    key: keyOf(group.series, value),
  }));
}

function newOf({ detection, entity, value, events }: Pair, first = 0, entityFirst = 0): Candidate[] {
  const learned = entityFirst + detection.learningDays * daySeconds;
  const fresh = events.filter(
    ({ second }) => second >= first && second <= first + latenessSeconds && second >= learned,
  );
  if (fresh.length === 0) return [];
  const { from, to } = spanOf(fresh);
  const eventIds = idsOf(fresh);
  return [
    candidate(detection, contextOf(detection, latestOf(fresh).record), {
      entity,
      value,
      firstSeen: timeOf(from),
      lastSeen: timeOf(to),
      count: eventIds.length,
      eventIds,
      why: detection.why(value, entity),
    }),
  ];
}

function dayOf(second: number): number {
  return Math.floor(second / daySeconds);
}
