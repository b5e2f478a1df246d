import fc from "fast-check";
import { expect, it } from "vitest";
import { rangesOf } from "../../../../shared/keys/replace/large-object.ts";

it("the parts of an object are all of it, in order, each byte once, and no more than S3 takes", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 50_000_000_000_000 }),
      fc.integer({ min: 5_242_880, max: 5_000_000_000 }),
      (bytes, partBytes) => {
        const ranges = rangesOf(bytes, partBytes).map((range) =>
          range.replace("bytes=", "").split("-").map(Number),
        );
        expect(ranges.length).toBeLessThanOrEqual(10_000);
        expect(ranges[0]?.[0]).toBe(0);
        expect(ranges.at(-1)?.[1]).toBe(bytes - 1);
        const follows = ranges.every(([first = 0, last = 0], at) => {
          const before = ranges[at - 1]?.[1] ?? -1;
          return first === before + 1 && last >= first && last - first < 5_368_709_120;
        });
        expect(follows).toBe(true);
      },
    ),
    { numRuns: 50 },
  );
});
