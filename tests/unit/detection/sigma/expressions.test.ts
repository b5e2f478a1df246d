import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SigmaRefusal } from "../../../../shared/detection/sigma/refusal.ts";
import { expressionMatcher } from "../../../../shared/detection/sigma/value/expressions.ts";

const none = { insensitive: false, multiline: false, dotAll: false };

/** Expressions of few characters, so that they often match texts of the same characters. */
const { pattern } = fc.letrec<{ pattern: string; atom: string }>((tie) => ({
  pattern: fc.oneof(
    { depthSize: "small" },
    tie("atom"),
    fc.array(tie("pattern"), { minLength: 1, maxLength: 3 }).map((parts) => parts.join("")),
    fc.tuple(tie("pattern"), tie("pattern")).map(([one, other]) => `(${one}|${other})`),
    fc
      .tuple(tie("pattern"), fc.constantFrom("*", "+", "?", "{2}", "{1,2}", "{0,}", "*?", "+?"))
      .map(([body, quantifier]) => `(?:${body})${quantifier}`),
  ),
  atom: fc.constantFrom(
    ..."abA1_.^$",
    "[ab]",
    "[^a]",
    "[a-c1]",
    "[^\\w]",
    "\\d",
    "\\W",
    "\\s",
    "\\.",
    "\\b",
    "\\B",
    "[\\]\\-]",
    "\\x41",
    "é",
    "",
  ),
}));

const text = fc.string({ unit: fc.constantFrom(..."abAB1_. \n-]é"), maxLength: 12 });

describe("a regular expression of a rule", () => {
  it("matches what JavaScript's own does", () => {
    fc.assert(
      fc.property(
        pattern,
        text,
        fc.record({ insensitive: fc.boolean(), multiline: fc.boolean(), dotAll: fc.boolean() }),
        (source, subject, flags) => {
          const { insensitive, multiline, dotAll } = flags;
          const letters = `u${insensitive ? "i" : ""}${multiline ? "m" : ""}${dotAll ? "s" : ""}`;
          const expected = new RegExp(source, letters).test(subject);
          expect(expressionMatcher(source, flags)(subject)).toBe(expected);
        },
      ),
      { numRuns: 1_500 },
    );
  });

  it.each(["(a+)+$", "(a|a)*$", "(a|aa)+$", "(.*a){12}$", "(a*)*b", ".*.*.*.*=.*;", "(a?){30}a{30}$"])(
    "takes no longer than the text is long, where others hang: %s",
    (source) => {
      const long = `${"a".repeat(50_000)}!`;
      const begin = performance.now();
      expressionMatcher(source, none)(long);
      expect(performance.now() - begin).toBeLessThan(5_000);
    },
  );

  it("takes a character for one, however many units it has", () => {
    expect(expressionMatcher("^.$", none)("😀")).toBe(true);
    expect(expressionMatcher("^[^a]$", none)("😀")).toBe(true);
    expect(expressionMatcher("^😀{2}$", none)("😀😀")).toBe(true);
  });

  it("takes flags in front", () => {
    expect(expressionMatcher("(?i)decrypt", none)("DECRYPT")).toBe(true);
    expect(expressionMatcher("(?s)a.b", none)("a\nb")).toBe(true);
    expect(expressionMatcher("(?m)^b$", none)("a\nb\nc")).toBe(true);
  });

  it.each([
    "(a",
    "a)",
    "[a",
    "a\\",
    "*a",
    "a{3,2}",
    "[b-a]",
    "(?=a)",
    "(?<!a)b",
    "(a)\\1",
    "(a{900}){900}",
    "(){1000000000}",
    `${"(".repeat(100_000)}a${")".repeat(100_000)}`,
  ])("is refused if it is wrong, or more than can be followed in that time: %#", (source) => {
    expect(() => expressionMatcher(source, none)).toThrow(SigmaRefusal);
  });
});
