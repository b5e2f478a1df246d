import { describe, expect, it } from "vitest";
import { aRate, at, event } from "../detections-of-tests.ts";
import { evaluate } from "../evaluate.ts";

const hour = 3_600;
const week = 168;

/** Events of hours: so many in each, by the number of the hour. */
const hours = (count: number, perHour: (hour: number) => number) =>
  Array.from({ length: count }, (_, n) => n).flatMap((n) =>
    Array.from({ length: perHour(n) }, (_, i) => event(n * hour + i)),
  );

const rate = aRate({ learningDays: 14 });
const firing = async (records: ReturnType<typeof hours>, ofHours: number) => {
  const signals = await evaluate(rate, records, { sweepAt: at(ofHours * hour), batchSize: 1_000 });
  return new Set(signals.map(({ firstSeen }) => (Date.parse(firstSeen) - Date.parse(at(0))) / hour / 1_000));
};

describe("a rate", () => {
  it("fires on an hour above what the same hours of past weeks let expect, and says the numbers", async () => {
    const records = hours(3 * week + 1, (n) => (n === 3 * week ? 40 : 5));
    const signals = await evaluate(rate, records, { sweepAt: at((3 * week + 1) * hour), batchSize: 1_000 });
    expect(signals).toMatchObject([
      {
        firstSeen: at(3 * week * hour),
        lastSeen: at(3 * week * hour + 39),
        count: 40,
        why: "prod/db: 40 where 5 are usual",
      },
    ]);
  });

  it("lets be what is busy every week at this hour, also where clocks were changed by one", async () => {
    const busy = (shift: number) => (n: number) => (n % week === 50 + (n > 3 * week ? shift : 0) ? 100 : 2);
    expect(await firing(hours(4 * week, busy(0)), 4 * week)).toEqual(new Set());
    expect(await firing(hours(4 * week, busy(1)), 4 * week)).toEqual(new Set());
    expect(await firing(hours(4 * week, busy(5)), 4 * week)).toEqual(new Set([3 * week + 55]));
  });

  it("is not led astray by a burst in one of the past weeks", async () => {
    const at3Weeks = 3 * week + 10;
    const records = hours(at3Weeks + 1, (n) => (n === 2 * week + 10 || n === at3Weeks ? 100 : 3));
    expect(await firing(records, at3Weeks + 1)).toEqual(new Set([2 * week + 10, at3Weeks]));
  });

  it("fires on what grows so slowly that every week looks like the one before", async () => {
    // Every Monday's tenth hour has a third more than the week before.
    const grows = (n: number) => (n % week === 34 ? Math.round(10 * 1.33 ** Math.floor(n / week)) : 1);
    const found = await firing(hours(13 * week, grows), 13 * week);
    expect(found.size).toBeGreaterThan(0);
    expect(Math.min(...found)).toBeGreaterThan(8 * week);
  });

  it("never fires below its minimum, nor while an entity is new", async () => {
    expect(
      await firing(
        hours(3 * week, (n) => (n === 2 * week + 100 ? 9 : 0 || n === 0 ? 1 : 0)),
        3 * week,
      ),
    ).toEqual(new Set());
    expect(
      await firing(
        hours(2 * week, (n) => (n === 2 * week - 1 ? 500 : 1)),
        2 * week,
      ),
    ).toEqual(new Set());
  });
});
