import { randomBytes, randomUUID } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type HashedObservation,
  hashedByBucket,
  packObservations,
  unpackObservations,
} from "../../../../shared/detection/state/dynamodb/ledger-items.ts";
import { largestPack } from "../../../../shared/detection/state/dynamodb/packed.ts";
import { longStream } from "../../../../shared/detection/state/streams.ts";

const observation = fc.record({
  series: fc.string({ minLength: 1 }),
  eventId: fc.uuid(),
  second: fc.integer({ min: 1_700_000_000, max: 1_700_086_400 }),
  mark: fc.string(),
});
const keyOf = ({ series, eventId, second, mark }: HashedObservation) =>
  JSON.stringify([series, eventId, second, mark]);

/** Observations of one day, with short hashes. */
const hashed = (observations: readonly HashedObservation[]): HashedObservation[] => {
  const given = observations.map(({ series: name, mark, context, ...event }) => ({
    series: { name, bucket: () => undefined },
    events: [event],
    marks: [mark],
    contexts:
      context === undefined
        ? undefined
        : new Map([[Math.floor(event.second / longStream.bucketSeconds), context]]),
  }));
  return [...hashedByBucket(longStream, given).values()].flat();
};

describe("the items of the ledger", () => {
  it("give back what was put into them, whatever the names", () => {
    fc.assert(
      fc.property(fc.uniqueArray(observation, { selector: ({ eventId }) => eventId }), (observations) => {
        const kept = packObservations(hashed(observations)).flatMap((data) => [...unpackObservations(data)]);
        expect(kept.map(keyOf).sort()).toEqual(hashed(observations).map(keyOf).sort());
      }),
    );
  });

  it("keep an event's series, and each series' context once", () => {
    const event = { eventId: randomUUID(), second: 1_700_000_000, mark: "" };
    const observations = hashed([
      { ...event, series: "one", context: "{}" },
      { ...event, series: "two", mark: "a value" },
      { ...event, series: "one", eventId: randomUUID() },
    ]);
    const [data, ...more] = packObservations(observations);
    expect(more).toEqual([]);
    expect([...unpackObservations(data ?? new Uint8Array())]).toEqual([
      { ...observations[0], context: "{}" },
      { ...observations[1], context: undefined },
      { ...observations[2], context: undefined },
    ]);
  });

  it("are as many as DynamoDB's limit asks for", () => {
    const observations = Array.from({ length: 20_000 }, () => ({
      series: randomBytes(40).toString("hex"),
      eventId: randomUUID(),
      second: 1_700_000_000,
      mark: "",
    }));
    const packed = packObservations(hashed(observations));
    expect(packed.length).toBeGreaterThan(1);
    for (const data of packed) expect(data.length).toBeLessThanOrEqual(largestPack);
    expect(packed.flatMap((data) => [...unpackObservations(data)])).toHaveLength(20_000);
  });

  it("are a few bytes for each event of a full batch", () => {
    const observations = Array.from({ length: 1_000 }, (_, n) =>
      ["reads", "rate", "principal"].map((series) => ({
        series: `${series}#${n % 50}`,
        eventId: `event-${n}`,
        second: 1_700_000_000 + (n % 5),
        mark: "",
      })),
    ).flat();
    const [data] = packObservations(hashed(observations));
    expect(data?.length).toBeLessThan(20_000);
  });
});
