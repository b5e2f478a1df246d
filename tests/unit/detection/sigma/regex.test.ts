import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { linearRegex } from "../../../../shared/detection/sigma/regex/linear.ts";
import { parseRegex } from "../../../../shared/detection/sigma/regex/parse.ts";
import { requiredText } from "../../../../shared/detection/sigma/regex/required.ts";

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
          expect(linearRegex(source, flags)(subject)).toBe(expected);
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
      linearRegex(source, none)(long);
      expect(performance.now() - begin).toBeLessThan(5_000);
    },
  );

  it("takes a character for one, however many units it has", () => {
    expect(linearRegex("^.$", none)("😀")).toBe(true);
    expect(linearRegex("^[^a]$", none)("😀")).toBe(true);
    expect(linearRegex("^😀{2}$", none)("😀😀")).toBe(true);
  });

  it.each([
    ["^arn:.+:assumed-role/aws:.+$", ":assumed-role/aws:"],
    ["a(bc)d+ef", "abc"],
    ["a\\bb", "ab"],
    ["abc|abd", ""],
    ["(ab|cd)e", "e"],
    ["ab?", "a"],
    ["[ab]c[^d]", "c"],
    ["", ""],
  ])("has a text in it that is looked for first: %s has %j", (source, required) => {
    expect(requiredText(parseRegex(source, none).regex)).toBe(required);
  });

  it("takes flags in front", () => {
    expect(linearRegex("(?i)decrypt", none)("DECRYPT")).toBe(true);
    expect(linearRegex("(?s)a.b", none)("a\nb")).toBe(true);
    expect(linearRegex("(?m)^b$", none)("a\nb\nc")).toBe(true);
  });

  it.each([
    ["(a", "character 1 of the expression, a ( is never closed"],
    ["a)", "character 2 of the expression, a ) closes nothing"],
    ["[a", "character 1 of the expression, a [ is never closed"],
    ["a\\", "character 2 of the expression, a \\ stands at the end"],
    ["*a", "character 1 of the expression, there is nothing to repeat"],
    ["a**", "there is nothing to repeat"],
    ["a{2}{3}", "there is nothing to repeat"],
    ["^*", "a place cannot be repeated"],
    ["a++", "possessive"],
    ["a{3,2}", "the least of a quantifier is more than its most"],
    ["[b-a]", "the ends of a range"],
    ["[\\d-z]", "the ends of a range"],
    ["(?=a)", "look-around"],
    ["(?<!a)b", "look-around"],
    ["(?<n>a)", "named groups"],
    ["(a)\\1", "\\1 is not part"],
    ["\\pL", "\\p is not part"],
    ["[[:alpha:]]", "classes"],
    ["(a{900}){900}", "too large"],
    ["(){1000000000}", "more than 1000 repetitions"],
    [`${"(".repeat(100_000)}a${")".repeat(100_000)}`, "nested too deeply"],
  ])("is refused if it is more than Sigma's, or wrong: %#", (source, reason) => {
    expect(() => linearRegex(source, none)).toThrow(reason);
  });
});
