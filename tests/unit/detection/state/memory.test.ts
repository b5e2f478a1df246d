import { describe, expect, it } from "vitest";
import { evaluator, memoryState } from "../../../../shared/detection/index.ts";
import { longStream, rateStream, shortStream } from "../../../../shared/detection/state/streams.ts";
import { aThreshold, at, event, ofEachKind } from "../detections-of-tests.ts";
import { settingsWith } from "../settings-with.ts";

const bucketsIn = (state: ReturnType<typeof memoryState>, days: number) => {
  const start = Date.parse(at(0)) / 1_000;
  return [shortStream, longStream, rateStream].map((stream) => {
    const all = Array.from({ length: (days * 86_400) / stream.bucketSeconds + 1 }, (_, n) => n);
    const first = Math.floor(start / stream.bucketSeconds);
    return all.filter((n) => [...state.ledger.inBucket(stream, first + n)].length > 0).length;
  });
};

describe("the state in memory", () => {
  it("is no larger after weeks of events than after days", async () => {
    const sizes: number[][] = [];
    for (const days of [5, 20]) {
      const state = memoryState();
      const { evaluate } = evaluator(ofEachKind, settingsWith(), state);
      for (let hour = 0; hour < days * 24; hour += 1)
        await evaluate(Array.from({ length: 12 }, (_, n) => event(hour * 3_600 + n * 300)));
      sizes.push(bucketsIn(state, days));
    }
    expect(sizes[1]).toEqual(sizes[0]);
  });

  it("counts an event once, in whatever batch it comes again", async () => {
    const { evaluate } = evaluator([aThreshold()], settingsWith(), memoryState());
    const twice = [event(0), event(1)];
    expect(await evaluate(twice)).toEqual([]);
    expect(await evaluate([...twice, ...twice])).toEqual([]);
    expect(await evaluate([...twice, event(2)])).toMatchObject([{ count: 3 }]);
  });

  it("counts what comes in two batches that are open at the same time", async () => {
    const { batch } = evaluator([aThreshold()], settingsWith(), memoryState());
    const [one, other] = [batch(), batch()];
    one.add([event(0)]);
    other.add([event(1)]);
    one.add([event(2)]);
    const found = [...(await one.evaluate()), ...(await other.evaluate())];
    expect(found).toMatchObject([{ count: 3 }]);
    const third = batch();
    third.add([event(3)]);
    expect(await third.evaluate()).toMatchObject([{ count: 4 }]);
  });

  it("forgets nothing of a batch whose own events lie far apart before it is evaluated", async () => {
    const { evaluate } = evaluator(ofEachKind, settingsWith(), memoryState());
    const burst = [event(0), event(1), event(2)];
    const signals = await evaluate([event(30 * 86_400), ...burst]);
    expect(signals.filter(({ ruleId }) => ruleId === "threshold")).toHaveLength(1);
  });
});
