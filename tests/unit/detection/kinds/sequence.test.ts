import { describe, expect, it } from "vitest";
import { aSequence, at, event } from "../detections-of-tests.ts";
import { evaluate } from "../evaluate.ts";

const lists = (second: number) => event(second, { eventName: "ListSecrets" });
const reads = (second: number, userAgent: string) => event(second, { userAgent });

describe("a sequence", () => {
  it("fires when all steps were taken in their order within the time", async () => {
    const records = [lists(0), reads(100, "a"), reads(599, "b")];
    expect(await evaluate(aSequence(), records)).toMatchObject([
      { firstSeen: at(0), lastSeen: at(599), why: "GetSecretValue" },
    ]);
  });

  it("does not fire when the last step comes too late", async () => {
    expect(await evaluate(aSequence(), [lists(0), reads(100, "a"), reads(600, "b")])).toEqual([]);
  });

  it("does not fire when a step comes before the one that it should follow", async () => {
    expect(await evaluate(aSequence(), [reads(0, "a"), lists(1), reads(2, "b")])).toEqual([]);
  });

  it("takes any order within one second, since nobody knows it", async () => {
    expect(await evaluate(aSequence(), [reads(1, "a"), lists(1), reads(1, "b")])).toHaveLength(1);
  });

  it("needs as many distinct values as a step says", async () => {
    expect(await evaluate(aSequence(), [lists(0), reads(1, "a"), reads(2, "a"), reads(3, "a")])).toEqual([]);
  });

  it("goes by the time of the events, not by that of their arrival", async () => {
    const records = [reads(599, "b"), reads(100, "a"), lists(0)];
    expect(await evaluate(aSequence(), records, { batchSize: 1 })).toHaveLength(1);
  });

  it("does not take one event for two steps", async () => {
    const twice = aSequence({
      steps: [
        { says: "reads", matches: () => true },
        { says: "reads again", matches: () => true },
      ],
    });
    expect(await evaluate(twice, [reads(1, "a")])).toEqual([]);
    expect(await evaluate(twice, [reads(1, "a"), reads(1, "a")])).toHaveLength(1);
  });
});
