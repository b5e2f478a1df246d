import { describe, expect, it } from "vitest";
import { secretOf } from "../../../../shared/trail/index.ts";
import { aDistinctThreshold, aThreshold, at, event } from "../detections-of-tests.ts";
import { evaluate } from "../evaluate.ts";

const programs = (...seconds: [second: number, userAgent: string][]) =>
  seconds.map(([second, userAgent]) => event(second, { userAgent }));

describe("a threshold", () => {
  it("fires above its number, with the window's events and the number in words", async () => {
    const records = [event(10), event(20), event(309)];
    expect(await evaluate(aThreshold(), records.slice(0, 2))).toEqual([]);
    expect(await evaluate(aThreshold(), records)).toMatchObject([
      { firstSeen: at(10), lastSeen: at(309), count: 3, why: "prod/db: 3", quietSeconds: 300 },
    ]);
  });

  it("slides to the second", async () => {
    expect(await evaluate(aThreshold(), [event(10), event(20), event(310)])).toEqual([]);
  });

  it("has windows that are shorter than the buckets that events are kept in", async () => {
    const short = aThreshold({ windowSeconds: 10 });
    expect(await evaluate(short, [event(295), event(299), event(304)])).toHaveLength(1);
    expect(await evaluate(short, [event(295), event(299), event(305)])).toEqual([]);
  });

  it("tells two floods far apart as two", async () => {
    const flood = (second: number) => [event(second), event(second + 1), event(second + 2)];
    const signals = await evaluate(aThreshold(), [...flood(0), ...flood(2_000)]);
    expect(signals.map(({ firstSeen }) => firstSeen)).toEqual([at(0), at(2_000)]);
  });

  it("names what all events of the window concern, and of what it counts all that came in earlier batches too", async () => {
    const reads = (...names: string[]) => names.map((secretId, n) => event(n, { secretId }));
    const known = (name: string) => `111122223333/eu-central-1/${name}`;
    const counting = aDistinctThreshold({ entity: () => "all", distinct: secretOf, countsResources: true });
    for (const batchSize of [1, 100]) {
      const signals = await evaluate(counting, reads("a", "b", "c"), { batchSize });
      expect(signals).toMatchObject([{ resources: [known("a"), known("b"), known("c")] }]);
    }
    const events = aThreshold({ entity: () => "all" });
    expect(await evaluate(events, reads("a", "b", "c"))).toMatchObject([
      { resources: [known("a"), known("b"), known("c")] },
    ]);
    expect(await evaluate(events, reads("a", "b", "c"), { batchSize: 1 })).toMatchObject([
      { resources: [known("c")] },
    ]);
  });

  it("tells of a long window five minutes in which its first event was, and five in which its last was", async () => {
    const long = aDistinctThreshold({ windowSeconds: 86_400 });
    const records = programs([310, "a"], [3_700, "b"], [3_890, "c"]);
    for (const batchSize of [1, 100])
      expect(await evaluate(long, records, { batchSize })).toMatchObject([
        { firstSeen: at(300), lastSeen: at(3_899), count: 3 },
      ]);
  });

  it("of distinct values counts each once", async () => {
    const twoOnly = programs([1, "a"], [2, "b"], [3, "a"], [4, "b"]);
    expect(await evaluate(aDistinctThreshold(), twoOnly)).toEqual([]);
    expect(await evaluate(aDistinctThreshold(), [...twoOnly, ...programs([5, "c"])])).toMatchObject([
      { count: 5, why: "prod/db: 3" },
    ]);
  });

  it("counts each of an event's several values", async () => {
    const several = aDistinctThreshold({ distinct: ({ userAgent }) => userAgent?.split(",") });
    expect(await evaluate(several, programs([1, "a,b"], [2, "b,a"]))).toEqual([]);
    expect(await evaluate(several, programs([1, "a,b"], [2, "b,c"]))).toMatchObject([{ why: "prod/db: 3" }]);
  });

  it("leaves out events without a value", async () => {
    const records = [...programs([1, "a"], [2, "b"]), event(3, { userAgent: null })];
    expect(await evaluate(aDistinctThreshold(), records)).toEqual([]);
  });

  it("of a day counts together what lies a day apart at the most", async () => {
    const ofDay = aDistinctThreshold({ windowSeconds: 86_400 });
    const records = (last: number) => programs([600, "a"], [40_000, "b"], [last, "c"]);
    expect(await evaluate(ofDay, records(600 + 86_400 - 301), { batchSize: 1 })).toHaveLength(1);
    expect(await evaluate(ofDay, records(600 + 86_400), { batchSize: 1 })).toEqual([]);
  });
});
