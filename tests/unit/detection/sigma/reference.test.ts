import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { indexByEvent } from "../../../../shared/detection/event-index.ts";
import { aRule, loadedMatch } from "./a-rule.ts";
import { condition, records, selections } from "./generated.ts";
import { referenceHolds, written } from "./reference.ts";

const runs = 400;
const some = fc.array(records, { minLength: 1, maxLength: 5 });

describe("any rule", () => {
  it("holds for the records that a slow and simple reading of it holds for", () => {
    const outcomes = { true: 0, false: 0 };
    fc.assert(
      fc.property(selections, condition, some, (given, when, all) => {
        const rule = loadedMatch(aRule({ ...given, condition: written(when) }));
        for (const record of all) {
          const expected = referenceHolds(given, when, record);
          outcomes[`${expected}`] += 1;
          expect(rule.matches(record)).toBe(expected);
        }
      }),
      { numRuns: runs },
    );
    expect(Math.min(outcomes.true, outcomes.false)).toBeGreaterThan(runs / 4);
  });

  it("is asked about every record that it holds for", () => {
    let selective = 0;
    fc.assert(
      fc.property(selections, condition, some, (given, when, all) => {
        const rule = loadedMatch(aRule({ ...given, condition: written(when) }));
        const index = indexByEvent([rule], (one) => one);
        for (const record of all) {
          if (rule.matches(record)) expect(index(record)).toEqual([rule]);
          else if (index(record).length === 0) selective += 1;
        }
      }),
      { numRuns: runs },
    );
    expect(selective).toBeGreaterThan(runs / 20);
  });
});
