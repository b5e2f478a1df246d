import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { memoryWindows } from "../../../shared/detection/index.ts";
import { deliveries, expectedIds, foundIds } from "./deliveries.ts";

describe("what the rates find", () => {
  it("depends neither on the order of events, nor on their repetitions, nor on how they were cut into batches", async () => {
    await fc.assert(
      fc.asyncProperty(deliveries, async (delivery) => {
        const found = await foundIds(delivery, "111122223333", memoryWindows());
        expect(found).toEqual(expectedIds(delivery, "111122223333"));
      }),
      { numRuns: 300 },
    );
  });
});
