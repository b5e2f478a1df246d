import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { diffLines } from "../../../../shared/access/allow/diff.ts";

const text = fc
  .array(fc.constantFrom("a", "b", "c", "}"), { maxLength: 10 })
  .map((lines) => lines.join("\n"));

describe("a diff", () => {
  it("holds both texts, in order", () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        const lines = diffLines(before, after);
        const side = (signs: string) =>
          lines
            .filter(({ sign }) => signs.includes(sign))
            .map(({ line }) => line)
            .join("\n");
        expect(side(" -")).toBe(before);
        expect(side(" +")).toBe(after);
      }),
    );
  });
  it("shows what is added alone", () => {
    expect(diffLines("a\nb", "a\nx\nb").map(({ sign, line }) => sign + line)).toEqual([" a", "+x", " b"]);
  });
  it("of a new document shows all of it as added", () => {
    expect(diffLines("", "a\nb").map(({ sign }) => sign)).toEqual(["+", "+"]);
  });
});
