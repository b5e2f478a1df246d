import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { memoryState } from "../../../shared/detection/index.ts";
import { deliveries, expectedOf, foundIn } from "./deliveries.ts";

describe("what all kinds of detections find", () => {
  it("depends neither on the order of events, nor on their repetitions, batches, or evaluators at once", async () => {
    await fc.assert(
      fc.asyncProperty(deliveries, async (delivery) => {
        const state = memoryState();
        expect(await foundIn(delivery, [state, state])).toEqual(await expectedOf(delivery));
      }),
      { numRuns: 60 },
    );
  });
});
