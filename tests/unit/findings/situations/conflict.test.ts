import { afterEach, describe, expect, it, vi } from "vitest";
import {
  memorySituations,
  SituationConflictError,
  type SituationStore,
  situations,
} from "../../../../shared/findings/index.ts";
import { aSignal, moment } from "./a-signal.ts";

/** A store in which others write just before, so many times. */
function contended(times: number): SituationStore {
  const store = memorySituations();
  let left = times;
  return {
    ...store,
    write: async (key, before, after) => {
      if (left > 0) {
        left -= 1;
        const [others] = (await store.read([key])).values();
        await store.write(key, others, { ...after, situations: others?.situations ?? [] });
      }
      return store.write(key, before, after);
    },
  };
}

describe("a situation that others write at the same time", () => {
  afterEach(() => void vi.useRealTimers());

  it("is read again until it can be written", async () => {
    vi.useFakeTimers();
    const merging = situations(contended(5)).merge([aSignal(0)], moment(0));
    await vi.runAllTimersAsync();
    expect(await merging).toMatchObject([{ status: "NEW", revision: 1, count: 1 }]);
  });

  it("is given up with a SituationConflictError if that does not end", async () => {
    vi.useFakeTimers();
    const merging = situations(contended(Number.POSITIVE_INFINITY)).merge([aSignal(0)], moment(0));
    const refused = expect(merging).rejects.toThrow(SituationConflictError);
    await vi.runAllTimersAsync();
    await refused;
  });

  it("passes on another error of the store at once", async () => {
    const broken: SituationStore = {
      ...memorySituations(),
      write: async () => {
        throw new Error("no such table");
      },
    };
    await expect(situations(broken).merge([aSignal(0)], moment(0))).rejects.toThrow("no such table");
  });
});
