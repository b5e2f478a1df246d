import * as z from "zod";
import type { AbsenceDetection } from "../detection.ts";
import type { Facts, FactTable } from "../state/facts.ts";
import { daySeconds, timeOf } from "../time.ts";
import { type Candidate, type Context, candidate, contextOf, contextSchema } from "../to-signal.ts";
import type { CountedEvent, Group } from "./batch.ts";

const stepSchema = z.object({
  eventId: z.string(),
  second: z.number(),
  /** Whether it is what was promised, or the end of all promises. */
  ends: z.enum(["kept", "cancelled"]).optional(),
  /** Seconds within which something is promised. */
  within: z.number().optional(),
  context: contextSchema.optional(),
});

/** What an event means for the promises of an entity. */
type Step = z.infer<typeof stepSchema>;

/** Steps that are remembered of one entity: those of its last day, this many at the most, and what holds from before. */
const mostSteps = 32;

/** How long an entity is remembered beyond its last deadline, in days. */
const keptDays = 8;

/** The latest steps of each entity, in their order. */
const promises: FactTable<Step[]> = {
  name: "promises",
  shards: 4,
  keys: "plain",
  schema: z.array(stepSchema),
  merge: (known, fresh) => {
    // The same event may come in both, and twice in one batch.
    const all = new Map([...fresh, ...known].map((step) => [step.eventId, step]));
    const steps = needed([...all.values()].sort(byTime));
    return steps.every((step) => known.includes(step)) ? known : steps;
  },
  until: (steps) => {
    const last = Math.max(...steps.map(({ second }) => second));
    return last + Math.max(...steps.map(({ within = 0 }) => within)) + keptDays * daySeconds;
  },
};

function needed(steps: readonly Step[]): Step[] {
  const lastDay = (steps.at(-1)?.second ?? 0) - daySeconds;
  const recent = steps.slice(-mostSteps).filter(({ second }) => second >= lastDay);
  const before = steps.slice(0, steps.length - recent.length);
  const holding = [
    before.findLast(({ within }) => within !== undefined),
    before.findLast(({ ends }) => ends === "kept"),
    before.findLast(({ ends }) => ends === "cancelled"),
  ].filter((step) => step !== undefined);
  return [...new Set(holding.sort(byTime)), ...recent];
}

/** In the same second a promise comes before what fulfils it: a rotation may take less than a second. */
function byTime(one: Step, other: Step): number {
  return one.second - other.second || rankOf(one) - rankOf(other) || (one.eventId < other.eventId ? -1 : 1);
}

function rankOf({ ends, within }: Step): number {
  if (ends === undefined) return 0;
  return within === undefined ? 1 : 2;
}

/** Remembers the promises that events make, keep or cancel. */
export async function rememberPromises(
  groups: readonly Group<AbsenceDetection>[],
  facts: Facts,
): Promise<void> {
  const fresh = new Map<string, Step[]>();
  for (const { detection, name, events } of groups) {
    const steps = events.flatMap((event) => stepOf(detection, event) ?? []);
    if (steps.length > 0) fresh.set(name, promises.merge([], steps));
  }
  if (fresh.size > 0) await facts.merge(promises, fresh);
}

function stepOf(detection: AbsenceDetection, { record, eventId, second }: CountedEvent): Step | undefined {
  const expected = detection.expects(record);
  const step: Step = { eventId, second };
  if (expected === "cancelled") return { ...step, ends: "cancelled" };
  if (detection.fulfils(record)) step.ends = "kept";
  if (expected !== undefined) return { ...step, within: expected, context: contextOf(detection, record) };
  return step.ends && step;
}

/**
 * What was due from one second on and before another, and did not come.
 *
 * @param detections by their ids
 */
export async function brokenPromises(
  detections: ReadonlyMap<string, AbsenceDetection>,
  facts: Facts,
  from: number,
  upTo: number,
): Promise<Candidate[]> {
  if (detections.size === 0) return [];
  const found: Candidate[] = [];
  for (const [series, steps] of await facts.all(promises)) {
    const at = series.indexOf("#");
    const detection = detections.get(series.slice(0, at));
    if (!detection) continue;
    const entity = series.slice(at + 1);
    for (const { since, due, context } of brokenOf(steps, upTo)) {
      // Events after that second may be known already, others before them not yet.
      if (due < from || due >= upTo) continue;
      const firstSeen = timeOf(since);
      found.push(
        candidate(detection, context, {
          entity,
          firstSeen,
          lastSeen: timeOf(due),
          count: 1,
          why: detection.why(entity, firstSeen),
        }),
      );
    }
  }
  return found;
}

/** Something that is expected. */
interface Open {
  since: number;
  due: number;
  within: number;
  context: Context;
}

function brokenOf(steps: readonly Step[], now: number): Open[] {
  const broken: Open[] = [];
  let promised: Open | undefined;
  let open = false;
  const check = (second: number) => {
    if (!open || !promised || second <= promised.due) return;
    broken.push(promised);
    open = false;
  };
  for (const { second, ends, within, context } of steps) {
    check(second);
    if (ends === "cancelled") promised = undefined;
    // It may come too late: then it is expected again all the same.
    if (ends === "kept" && promised) promised = { ...promised, since: second, due: second + promised.within };
    if (within !== undefined && context) promised = { since: second, due: second + within, within, context };
    open = promised !== undefined && (open || ends === "kept" || within !== undefined);
  }
  check(now);
  return broken;
}
