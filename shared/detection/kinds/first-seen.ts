import * as z from "zod";
import type { FirstSeenDetection } from "../detection.ts";
import type { Facts, FactTable } from "../state/facts.ts";
import { daySeconds, latenessSeconds, timeOf } from "../time.ts";
import { type Candidate, candidate, contextOfAll } from "../to-signal.ts";
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
  const known = facts.known(sightings);
  const pairs = groups.filter((group) => !isOldNews(group, known)).flatMap(pairsOf);
  const fresh = new Map<string, Sighting>();
  const see = (key: string, events: readonly CountedEvent[], days: number) => {
    const { from, to } = spanOf(events);
    const sighting: Sighting = [from, dayOf(to), days];
    const before = fresh.get(key);
    fresh.set(key, before ? sightings.merge(before, sighting) : sighting);
  };
  for (const { detection, name, key, events } of pairs) {
    see(key, events, detection.forgetDays);
    see(name, events, Math.max(detection.forgetDays, detection.learningDays));
  }
  if (fresh.size === 0) return [];
  const merged = await facts.merge(sightings, fresh);
  return pairs.flatMap((pair) => newOf(pair, merged.get(pair.key)?.[0], merged.get(pair.name)?.[0]));
}

/**
 * Whether all that a group's events tell is known, and none of it is new: so it is for nearly all. What is known may be
 * a little old: others may have seen a pair or its entity earlier since, by less than an hour. Of a pair's first hour it is
 * not enough, unless the entity learns for an hour more.
 */
function isOldNews(group: Group<FirstSeenDetection>, known: (key: string) => Sighting | undefined): boolean {
  const { detection, name, events, marks = [] } = group;
  const entity = known(name);
  const learned = entity ? entity[0] + detection.learningDays * daySeconds : Number.NEGATIVE_INFINITY;
  let last: string | undefined;
  let pair: Sighting | undefined;
  for (const [n, { second }] of events.entries()) {
    const value = marks[n] ?? "";
    // Mostly it is the same again.
    if (value !== last) pair = known(keyOf(group, value));
    last = value;
    if (!pair || !covers(pair, second) || !entity || !covers(entity, second)) return false;
    if (second <= pair[0] + latenessSeconds && second >= learned - latenessSeconds) return false;
  }
  return true;
}

/** Whether merging a sighting of a second would change nothing. */
function covers([first, last]: Sighting, second: number): boolean {
  return second >= first && dayOf(second) <= last;
}

/** The keys of a group's values: they are long, and looked up again and again. */
const pairKeys = new WeakMap<Group, Map<string, string>>();

/** An entity has few values as a rule. */
const mostKeys = 100;

function keyOf(group: Group, value: string): string {
  const keys = pairKeys.get(group) ?? new Map<string, string>();
  pairKeys.set(group, keys);
  const known = keys.get(value);
  if (known !== undefined) return known;
  const key = `${group.name}\n${value}`;
  if (keys.size < mostKeys) keys.set(value, key);
  return key;
}

type Pair = Group<FirstSeenDetection> & { key: string; value: string };

function pairsOf(group: Group<FirstSeenDetection>): Pair[] {
  const byValue = Map.groupBy(group.events, (_, n) => group.marks?.[n] ?? "");
  return [...byValue].map(([value, events]) => ({
    ...group,
    value,
    events,
    key: keyOf(group, value),
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
  const records = fresh.map(({ record }) => record);
  return [
    candidate(detection, contextOfAll(detection, latestOf(fresh).record, records), {
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
