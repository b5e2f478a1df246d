import fc from "fast-check";
import { type DetectionState, evaluator, memoryState } from "../../../shared/detection/index.ts";
import type { Signal } from "../../../shared/findings/index.ts";
import type { CloudTrailRecord } from "../../../shared/trail/index.ts";
import { at, event, ofEachKind } from "./detections-of-tests.ts";
import { settingsWith } from "./settings-with.ts";
import { type Situation, situationsOf } from "./situations-of.ts";

/** Events of one hour after days of quiet use, and how they are delivered. */
export interface Delivery {
  records: CloudTrailRecord[];
  /** Indices of the records in the order of their arrival; each comes twice. */
  order: number[];
  /** Lengths of the batches. */
  cuts: number[];
}

/** Days after the start in which the hour lies: later than anything has to be learned. */
const days = 4;
const hour = days * 86_400 + 10 * 3_600;

/** The clock when all has been delivered. */
export const later = new Date(at(hour + 3 * 3_600));

/** Seconds of the hour, many of them just as long apart as a window is. */
const seconds = fc.oneof(
  fc.integer({ min: 0, max: 3_599 }),
  fc.constantFrom(0, 1, 299, 300, 301, 599, 600, 601, 899, 900, 1_799, 1_800, 1_801),
);

const records = fc.record({
  secretId: fc.constantFrom("a", "b"),
  second: seconds,
  userAgent: fc.constantFrom("one", "two", "three", "four"),
  eventName: fc.constantFrom(
    "GetSecretValue",
    "GetSecretValue",
    "ListSecrets",
    "RotateSecret",
    "RotationSucceeded",
    "CancelRotateSecret",
  ),
});

/** Any delivery of events about few secrets, so that windows fill and overlap. */
export const deliveries: fc.Arbitrary<Delivery> = fc
  .array(records, { minLength: 1, maxLength: 40, size: "max" })
  .chain((events) =>
    fc.record({
      records: fc.constant(events.map(({ second, ...cares }) => event(hour + second, cares))),
      order: fc.shuffledSubarray([...events.keys(), ...events.keys()], { minLength: events.length * 2 }),
      cuts: fc.array(fc.integer({ min: 1, max: 15 }), { minLength: events.length * 2 }),
    }),
  );

/** What was done on a day of the past: each secret is used by two programs. */
const pastDay = (day: number) =>
  ["a", "b"].flatMap((secretId) =>
    ["one", "two"].map((userAgent) => event(day * 86_400 + 7_200, { secretId, userAgent })),
  );

/** What is to be found: by one evaluator, from each event once, in order. */
export async function expectedOf({ records }: Delivery): Promise<Situation[]> {
  const inOrder = records.toSorted((one, other) => (one.eventTime < other.eventTime ? -1 : 1));
  const state = memoryState();
  return foundBy([state, state], [inOrder]);
}

/**
 * What is found by two evaluators at once.
 *
 * @param states what the one and the other see the state through
 */
export async function foundIn(
  { records, order, cuts }: Delivery,
  states: readonly [DetectionState, DetectionState],
): Promise<Situation[]> {
  const rest = order.flatMap((n) => records[n] ?? []);
  return foundBy(
    states,
    cuts.map((length) => rest.splice(0, length)),
  );
}

async function foundBy(
  states: readonly [DetectionState, DetectionState],
  batches: readonly CloudTrailRecord[][],
): Promise<Situation[]> {
  const [one, other] = states.map((state) => evaluator(ofEachKind, settingsWith(), state));
  if (!one || !other) return [];
  const signals: Signal[] = [];
  const tell = async (found: Promise<Signal[]>) => signals.push(...(await found));
  for (let day = 0; day < days; day += 1) {
    await tell(one.evaluate(pastDay(day)));
    await tell(other.sweep(new Date(at(day * 86_400 + 4 * 3_600))));
  }
  for (let n = 0; n < batches.length; n += 2) {
    const [first = [], second = []] = [batches[n], batches[n + 1]];
    await Promise.all([tell(one.evaluate(first)), tell(other.evaluate(second))]);
  }
  for (const evaluates of [one, other, one]) await tell(evaluates.sweep(later));
  // Counts of one batch differ with the batches.
  return situationsOf(signals).map((situation) => ({ ...situation, count: 0 }));
}
