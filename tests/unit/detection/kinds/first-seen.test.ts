import { describe, expect, it } from "vitest";
import { aFirstSeen, at, event } from "../detections-of-tests.ts";
import { evaluate } from "../evaluate.ts";

const day = 86_400;
const used = (second: number, userAgent: string) => event(second, { userAgent });

describe("what is seen for the first time", () => {
  it("is told, about the entity and the value together", async () => {
    const [signal, ...more] = await evaluate(aFirstSeen(), [used(0, "known"), used(3 * day, "new")]);
    expect(more).toEqual([]);
    expect(signal).toMatchObject({
      entity: "prod/db new",
      firstSeen: at(3 * day),
      why: expect.stringMatching(
        /^new is new to prod\/db Not once in the \d+ days before, of which at least \d+ were watched\.$/,
      ),
    });
  });

  it("is not told while the entity's own ways are learned", async () => {
    expect(await evaluate(aFirstSeen(), [used(0, "known"), used(2 * day - 1, "new")])).toEqual([]);
    expect(await evaluate(aFirstSeen(), [used(0, "known"), used(2 * day, "new")])).toHaveLength(1);
  });

  it("is told of the very first value where nothing is to be learned", async () => {
    expect(await evaluate(aFirstSeen({ learningDays: 0 }), [used(0, "new")])).toHaveLength(1);
  });

  it("is told of all events of the first hour, and of none after it", async () => {
    const records = [
      used(0, "known"),
      ...[0, 3_600, 3_601, 9_000].map((second) => used(3 * day + second, "new")),
    ];
    const signals = await evaluate(aFirstSeen(), records, { batchSize: 1 });
    expect(signals.map(({ lastSeen }) => lastSeen)).toEqual([at(3 * day), at(3 * day + 3_600)]);
  });

  it("is new again when it was not seen for so many days, and not before", async () => {
    const again = (days: number) => [
      ...[0, 6, 12].map((n) => used(n * day, "known")),
      used(day, "old"),
      used((1 + days) * day, "old"),
    ];
    const inOrder = (days: number) =>
      again(days).sort((one, other) => (one.eventTime < other.eventTime ? -1 : 1));
    expect(await evaluate(aFirstSeen(), inOrder(10), { batchSize: 1 })).toEqual([]);
    expect(await evaluate(aFirstSeen(), inOrder(11), { batchSize: 1 })).toMatchObject([
      { entity: "prod/db old", lastSeen: at(12 * day) },
    ]);
  });

  it("is learned anew with an entity that was not seen for so long itself", async () => {
    const records = [used(0, "known"), used(11 * day, "new")];
    expect(await evaluate(aFirstSeen(), records, { batchSize: 1 })).toEqual([]);
  });

  it("is counted for each entity on its own", async () => {
    const other = event(3 * day, { userAgent: "known", secretId: "other" });
    const past = event(0, { userAgent: "another", secretId: "other" });
    expect(await evaluate(aFirstSeen(), [past, used(0, "known"), other])).toMatchObject([
      { entity: "other known" },
    ]);
  });
});
