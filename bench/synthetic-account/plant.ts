import type { Account, Period } from "./account/index.ts";
import type { Attack, Behaviour } from "./attacks/attack.ts";
import { seeded } from "./stream/random.ts";
import { minute, type Stream } from "./stream/timed.ts";

/** An attack that is somewhere in the traffic: what a scorer has to know of it. */
export interface PlantedAttack {
  id: string;
  title: string;
  technique: string;
  behaviours: readonly Behaviour[];
  /** ISO 8601: between these two, a finding may tell of it. */
  from: string;
  until: string;
  /** ARNs of the principal: its role's and its session's. */
  principals: readonly string[];
  /** ARNs of keys, `account/region/name` of secrets, names of whatever else is touched. */
  resources: readonly string[];
}

/** Spreads attacks over the measured day in a chance order, each in a stretch of its own. */
export function plant(
  account: Account,
  measured: Period,
  attacks: readonly Attack[],
): { planted: PlantedAttack[]; streams: Stream[] } {
  const order = seeded(account.seed, "order of attacks");
  const drawn = attacks.map((attack) => ({ attack, place: order.fraction() }));
  drawn.sort((one, other) => one.place - other.place);
  const stretch = (measured.until - measured.from) / attacks.length;
  const plans = drawn.map(({ attack }, n) => {
    const { id, title, technique, behaviours, lasts = 5 * minute } = attack;
    const random = seeded(account.seed, "attack", id);
    const wanted = measured.from + (n + random.fraction() * 0.5) * stretch;
    const at = Math.floor(Math.max(measured.from, Math.min(wanted, measured.until - lasts)));
    const plan = attack.plan({ account, random, at, measured });
    const { principals, resources } = plan;
    const from = new Date(plan.from ?? at).toISOString();
    const until = new Date(plan.until).toISOString();
    const planted = { id, title, technique, behaviours, from, until, principals, resources };
    return { planted, stream: plan.records[Symbol.iterator]() };
  });
  return { planted: plans.map(({ planted }) => planted), streams: plans.map(({ stream }) => stream) };
}
