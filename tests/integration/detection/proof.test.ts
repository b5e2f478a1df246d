import { describe, expect, inject, it } from "vitest";
import { compare } from "../../../bench/detection-proof/compare.ts";
import { inOrder } from "../../../bench/detection-proof/prove.ts";
import { messagesOf } from "../../../bench/detection-proof/queue.ts";
import { eventsOf } from "../../../bench/detection-proof/world.ts";
import { deliver } from "../../../bench/detection-proof.ts";
import { memoryState } from "../../../shared/detection/index.ts";

const events = 20_000;

describe("events that come repeated, late, beside unreadable ones, to functions that crash", () => {
  it("lead to what each event once and in order leads to: nothing lost, counted twice or told twice", async () => {
    const { endpoint } = inject("integration");
    const outcome = await deliver(endpoint, messagesOf(eventsOf(events)));
    const { lost, invented, situations } = compare(
      await inOrder(eventsOf(events), memoryState()),
      outcome.signals,
    );
    expect({ lost, invented }).toEqual({ lost: [], invented: [] });
    expect(situations).toBeGreaterThan(500);
    expect(outcome.crashes).toBeGreaterThan(5);
    expect(outcome.malformed).toBeGreaterThan(150);
    // Whatever is new is written; at full load and once learned, a tenth of that.
    expect(outcome.asked.writes).toBeLessThan(events / 20);
  });
});
