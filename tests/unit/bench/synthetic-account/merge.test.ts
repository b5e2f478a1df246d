import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { merge } from "../../../../bench/synthetic-account/stream/merge.ts";
import type { Timed } from "../../../../bench/synthetic-account/stream/timed.ts";
import { aRecord } from "../../trail/a-record.ts";

const record = aRecord();
const streamOf = (times: number[]) => times.map((at): Timed => ({ at, record })).values();

describe("merge", () => {
  it("puts the records of all streams in the order of time, and loses none", () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.integer({ min: 0, max: 20 }))), (streams) => {
        const sorted = streams.map((times) => times.toSorted((one, other) => one - other));
        const merged = [...merge(sorted.map(streamOf))].map(({ at }) => at);

        expect(merged).toEqual(streams.flat().sort((one, other) => one - other));
      }),
    );
  });

  it("takes the earlier stream's record first where both have one at the same time", () => {
    const [one, other] = [
      { at: 1, record },
      { at: 1, record: aRecord() },
    ];

    expect([...merge([[one].values(), [other].values()])]).toEqual([one, other]);
  });

  it("says which record goes back in time", () => {
    expect(() => [...merge([streamOf([2, 1])])]).toThrow(/went back in time at its GetSecretValue/);
  });
});
