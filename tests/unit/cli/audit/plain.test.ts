import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { csvLine } from "../../../../cli/audit/csv.ts";
import { plain, plainJson } from "../../../../cli/plain.ts";

const control = /\p{Cc}|\p{Cf}/u;
const hostile = fc.string({
  unit: fc.oneof(
    fc.constantFrom("\u001b", "\u009b", "\u202e", "\r", "\u{e0001}", '"', ",", "\n"),
    fc.string({ maxLength: 1 }),
  ),
});

describe("what callers chose", () => {
  it("cannot steer the terminal: not as text, not as JSON, not as CSV", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(plain(text)).not.toMatch(control);
        expect(plainJson({ [text]: text })).not.toMatch(control);
        expect(csvLine([text, text]).slice(0, -2)).not.toMatch(control);
      }),
    );
  });

  it("says the same to a program that reads JSON", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(JSON.parse(plainJson([text]))).toEqual([text]);
      }),
    );
  });

  it("is one cell in CSV, and no formula", () => {
    expect(csvLine(['a "b", c', "=cmd()", "plain", ["one", "two"]])).toBe(
      '"a ""b"", c",\'=cmd(),plain,one; two\r\n',
    );
  });
});
