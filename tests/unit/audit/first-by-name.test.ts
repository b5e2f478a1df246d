import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { firstByName, tally } from "../../../shared/audit/first-by-name.ts";
import { once } from "../../../shared/audit/once.ts";

const names = fc.array(fc.string({ maxLength: 2 }), { maxLength: 200 });

describe("counts within a limit", () => {
  it("are exact for the names that are kept, in whatever order they come, and add up", () => {
    fc.assert(
      fc.property(names, fc.integer({ min: 1, max: 10 }), (all, limit) => {
        const counts = tally(limit);
        for (const name of all) counts.add(name);
        const expected = [...new Set(all)].sort().slice(0, limit);
        const list = counts.list();
        expect(list.map(({ name }) => name).sort()).toEqual(expected);
        for (const { name, count } of list) expect(count).toBe(all.filter((other) => other === name).length);
        expect(list.reduce((sum, { count }) => sum + count, 0) + counts.others()).toBe(all.length);
      }),
    );
  });

  it("never hold twice as many entries as they may", () => {
    const map = firstByName<number>(10);
    let made = 0;
    for (let n = 1_000_000; n > 999_000; n -= 1) map.of(String(n), () => ++made);
    expect(map.entries().length).toBe(10);
    expect(map.hasMore()).toBe(true);
    // What comes after all that are kept has no place.
    expect(map.of("zzz", () => ++made)).toBeUndefined();
  });
});

describe("what comes once", () => {
  it("is told by its id as long as few others came since", () => {
    const isFirst = once(3);
    expect(["a", "b", "a", "c", "d", "b", "e", "f", "a"].map(isFirst)).toEqual([
      true,
      true,
      false,
      true,
      true,
      false,
      true,
      true,
      true,
    ]);
  });
});
