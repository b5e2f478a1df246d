import { describe, expect, it } from "vitest";
import { memorySituations, type SituationStore, situations } from "../../../../shared/findings/index.ts";
import { aSignal, moment } from "./a-signal.ts";

/** DynamoDB takes no larger item, in bytes. */
const largestItem = 400 * 1_024;

describe("the situations of one key", () => {
  it.each(["a", "€", "\u0001"])(
    "fit into an item however many they are and whatever callers call things: %j",
    async (character) => {
      const sizes: number[] = [];
      const memory = memorySituations();
      const store: SituationStore = {
        ...memory,
        write: (key, before, after) => {
          sizes.push(Buffer.byteLength(JSON.stringify(after.situations)));
          return memory.write(key, before, after);
        },
      };
      const { merge } = situations(store);
      const resources = Array.from({ length: 20 }, (_, at) => `${at}${character.repeat(3_000)}`);
      const cares = { resources, userAgent: character.repeat(3_000), why: character.repeat(3_000) };
      for (let hour = 0; hour < 12; hour += 1)
        await merge([aSignal(hour * 3_600, cares)], moment(hour * 3_600));
      expect(sizes).toHaveLength(12);
      expect(Math.max(...sizes)).toBeLessThan(largestItem);
    },
  );
});
