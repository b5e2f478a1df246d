import fc from "fast-check";
import {
  detections,
  evaluateThresholds,
  indexByEvent,
  type WindowStore,
} from "../../../shared/detection/index.ts";
import { findingId } from "../../../shared/findings/index.ts";
import { aRecord } from "../trail/a-record.ts";
import { settingsWith } from "./settings-with.ts";
import { secondsIn, stretchOf } from "./times.ts";

/** A secret was read; `second` counts from the start of the tests' time. */
interface Read {
  secret: string;
  second: number;
}

/** Reads, and how their events are delivered. */
export interface Delivery {
  reads: Read[];
  /** Indices of the reads in the order of their events; each comes twice. */
  order: number[];
  /** Lengths of the batches. */
  cuts: number[];
  threshold: number;
}

/** Seconds of 20 minutes, many of them just as long apart as a window is. */
const seconds = fc.oneof(
  fc.integer({ min: 0, max: 1_200 }),
  fc.constantFrom(0, 299, 300, 301, 599, 600, 601, 899, 900),
);

/** Any delivery of reads of few secrets, so that windows fill and overlap. */
export const deliveries: fc.Arbitrary<Delivery> = fc
  .array(fc.record({ secret: fc.constantFrom("a", "b"), second: seconds }), { minLength: 1, maxLength: 30 })
  .chain((reads) =>
    fc.record({
      reads: fc.constant(reads),
      order: fc.shuffledSubarray([...reads.keys(), ...reads.keys()], { minLength: reads.length * 2 }),
      cuts: fc.array(fc.integer({ min: 1, max: 10 }), { minLength: reads.length * 2 }),
      threshold: fc.integer({ min: 1, max: 4 }),
    }),
  );

/** The ids of all findings there are to be, by counting every window of 300 s afresh. */
export function expectedIds({ reads, threshold }: Delivery, account: string): Set<string> {
  const ids = reads.flatMap(({ secret, second: end }) => {
    const inWindow = reads.filter((r) => r.secret === secret && r.second <= end && r.second > end - 300);
    if (inWindow.length <= threshold) return [];
    return [findingId("secret-read-rate", `${account}/eu-central-1/${secret}`, String(stretchOf(end)))];
  });
  return new Set(ids);
}

/** The ids of all findings that a delivery leads to. */
export async function foundIds(
  { reads, order, cuts, threshold }: Delivery,
  account: string,
  windows: WindowStore,
): Promise<Set<string>> {
  const records = reads.map(({ secret, second }) =>
    aRecord({
      requestParameters: { secretId: secret },
      eventTime: secondsIn(second),
      recipientAccountId: account,
    }),
  );
  const index = indexByEvent(
    detections(
      settingsWith({ thresholds: { "kms-request-rate": threshold, "secret-read-rate": threshold } }),
    ),
  );
  const rest = order.flatMap((n) => records[n] ?? []);
  const found = new Set<string>();
  for (const length of cuts) {
    const batch = rest.splice(0, length);
    for (const { id } of await evaluateThresholds(batch, index, windows)) found.add(id);
  }
  return found;
}
