import type { CloudTrailRecord } from "../../shared/trail/index.ts";
import { makeAccount } from "./account/index.ts";
import { actors } from "./actors/index.ts";
import type { Attack } from "./attacks/attack.ts";
import { allAttacks } from "./attacks/index.ts";
import { type PlantedAttack, plant } from "./plant.ts";
import { merge } from "./stream/merge.ts";
import { day, type Stream } from "./stream/timed.ts";

/** What traffic is asked for. */
export interface TrafficOptions {
  /** The same seed, with the same options, makes the same records. */
  seed: number;
  /** A midnight UTC; the measured day is the last of the days. */
  from: Date;
  days: number;
  /** Records of a working day, about; people, tools and services alone make some 10,000. */
  eventsPerDay?: number;
  /** All that there are, where none are given. The other records are the same whatever is planted. */
  attacks?: readonly Attack[];
}

/** Traffic, what is hidden in it, and on which day. */
export interface Traffic {
  /** In the order of time; can be walked once. */
  records: IterableIterator<CloudTrailRecord>;
  planted: readonly PlantedAttack[];
  /** The day that attacks are planted on; the days before are there to learn from. */
  measured: { from: Date; until: Date };
}

/**
 * The CloudTrail records of a mid-size account over some days: about 200 principals, 500 secrets, 100 keys, 3,000
 * parameters in three regions. Attacks lie on the last day; those that need weeks begin before.
 *
 * @throws RangeError if there is no whole day
 */
export function traffic({
  seed,
  from,
  days,
  eventsPerDay = 100_000,
  attacks = allAttacks,
}: TrafficOptions): Traffic {
  if (!Number.isInteger(days) || days < 1)
    throw new RangeError(`days must be a whole number from 1, not ${days}.`);
  const period = { from: from.getTime(), until: from.getTime() + days * day };
  const measured = { from: period.until - day, until: period.until };
  const account = makeAccount(seed, period);
  const { planted, streams } = plant(account, measured, attacks);
  return {
    records: recordsOf([...actors(account, eventsPerDay), ...streams], period.until),
    planted,
    measured: { from: new Date(measured.from), until: new Date(measured.until) },
  };
}

function* recordsOf(streams: Stream[], until: number): Generator<CloudTrailRecord, void, undefined> {
  for (const { at, record } of merge(streams)) {
    if (at >= until) return;
    yield record;
  }
}
