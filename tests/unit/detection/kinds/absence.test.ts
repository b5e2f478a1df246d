import { describe, expect, it } from "vitest";
import { anAbsence, at, event } from "../detections-of-tests.ts";
import { evaluate } from "../evaluate.ts";

const promise = (second: number) => event(second, { eventName: "RotateSecret" });
const kept = (second: number) => event(second, { eventName: "RotationSucceeded" });
const cancelled = (second: number) => event(second, { eventName: "CancelRotateSecret" });

const found = (records: ReturnType<typeof event>[], sweepAt: number) =>
  evaluate(anAbsence(), records, { sweepAt: at(sweepAt) });

describe("an absence", () => {
  it("is told when a promise was not kept in time, and not before", async () => {
    expect(await found([promise(0)], 1_800)).toEqual([]);
    expect(await found([promise(0)], 1_801)).toMatchObject([
      {
        firstSeen: at(0),
        lastSeen: at(1_800),
        eventName: "RotateSecret",
        why: `prod/db: nothing since ${at(0)}`,
      },
    ]);
  });

  it("is not told when it was kept in the last second, or cancelled", async () => {
    expect(await found([promise(0), kept(1_800)], 1_900)).toEqual([]);
    expect(await found([promise(0), cancelled(10)], 9_000)).toEqual([]);
  });

  it("is told of what was kept before, and then not again", async () => {
    expect(await found([promise(0), kept(1_000), kept(2_000)], 5_000)).toMatchObject([
      { firstSeen: at(2_000), lastSeen: at(3_800) },
    ]);
  });

  it("is told of each time that it came too late", async () => {
    expect(await found([promise(0), kept(1_801), kept(5_000)], 6_000)).toMatchObject([
      { lastSeen: at(1_800) },
      { lastSeen: at(3_601) },
    ]);
  });

  it("is not told of a promise that a new one took the place of", async () => {
    expect(await found([promise(0), promise(1_700)], 3_000)).toEqual([]);
  });

  it("counts what fulfils a promise in the same second as after it", async () => {
    expect(await found([kept(5), cancelled(5), promise(5)], 9_000)).toEqual([]);
  });

  it("is told once, however often is looked", async () => {
    const { evaluator, memoryState } = await import("../../../../shared/detection/index.ts");
    const { settingsWith } = await import("../settings-with.ts");
    const { evaluate, sweep } = evaluator([anAbsence()], settingsWith(), memoryState());
    await evaluate([promise(0)]);
    expect(await sweep(new Date(at(1_900)))).toHaveLength(1);
    expect(await sweep(new Date(at(1_900)))).toEqual([]);
    expect(await sweep(new Date(at(9_000)))).toEqual([]);
  });
});
