import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { matches, wildcards } from "../../../../shared/access/policy/pattern.ts";

const text = fc.string({ unit: fc.constantFrom("a", "b", ":", "é", "😀"), maxLength: 12 });
const pattern = fc.string({ unit: fc.constantFrom("a", "b", ":", "é", "😀", "*", "?"), maxLength: 8 });

describe("a pattern of a policy", () => {
  it("takes what a regular expression of the same meaning takes", () => {
    fc.assert(
      fc.property(pattern, text, (wanted, given) => {
        const source = wanted.replaceAll("*", "[^]*").replaceAll("?", "[^]");
        expect(matches(wildcards(wanted), given)).toBe(new RegExp(`^${source}$`, "u").test(given));
      }),
      { numRuns: 2_000 },
    );
  });

  it("takes no longer than both lengths together allow, however hostile", () => {
    const started = performance.now();
    expect(matches(wildcards(`${"*a".repeat(2_000)}b`), "a".repeat(4_000))).toBe(false);
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});
