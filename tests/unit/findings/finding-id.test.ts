import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findingId } from "../../../shared/findings/index.ts";

describe("the id of a finding", () => {
  it("is the same for the same parts on every machine and in every version", () => {
    expect(findingId("secret-read-rate", "111122223333/eu-central-1/prod/db", "5923512")).toBe(
      "557d2e8d42ad7c5d76b693fe0ca8a075",
    );
  });

  it("differs when any part differs, also when only the borders between parts do", () => {
    const parts = fc.array(fc.string(), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(parts, parts, (one, other) => {
        expect(findingId(...one) === findingId(...other)).toBe(JSON.stringify(one) === JSON.stringify(other));
      }),
    );
    expect(findingId("a", "bc")).not.toBe(findingId("ab", "c"));
  });
});
