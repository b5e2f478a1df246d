import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aRecord } from "../../trail/a-record.ts";
import { aRule, holds, load, loadedMatch, reasonOf } from "./a-rule.ts";

const condition = "selection";

describe("a file that is no rule", () => {
  it.each([
    ["a: 1\nb: [", "the YAML cannot be read in line 2: "],
    ["a: 1\na: 2", "the YAML has the key a twice in one map"],
    ["just text", "the document is no map"],
    ["- a\n- b", "the document is no map"],
    ["a: *nothing", "the YAML cannot be read"],
    ["[".repeat(20_000), "nested too deeply"],
    [`a: ${"[".repeat(2_000)}${"]".repeat(2_000)}`, ""],
    [`title: ${"x".repeat(500_001)}`, "the file is larger than 500000 characters"],
    ["a: &a [*a]", ""],
    ["? {a: 1}\n: x", ""],
    ["%YAML 9.9\n---\na", ""],
    ["title: !!js/function x", ""],
  ])("is refused: %#", (text, reason) => {
    expect(reasonOf(text)).toContain(reason);
  });

  it("is refused if its aliases make it large", () => {
    const lists = Array.from({ length: 9 }, (_, n) => {
      const inner = n === 0 ? "x" : `*l${n - 1}`;
      return `l${n}: &l${n} [${Array.from({ length: 9 }, () => inner).join(",")}]`;
    });
    expect(reasonOf([...lists, "title: bomb"].join("\n"))).toContain("Excessive alias count");
  });

  it("is nothing if it is empty", () => {
    for (const text of ["", "\n---\n---\n", "# a comment\n", "null"])
      expect(load(text)).toEqual({ detections: [], refused: [] });
  });

  it("never makes loading throw", () => {
    const pieces = fc.constantFrom(
      ..."title: x|logsource:|  product: aws|  service: cloudtrail|detection:|  selection:|    a: b|    - c|".split(
        "|",
      ),
      ..."  condition: selection|correlation:|  type: event_count|  rules: [x]|  timespan: 5m|---|&a|*a|? |[{".split(
        "|",
      ),
      ..."status: [1]|level: {}|tags: 7|references: {a: b}|  aliases: []|  group-by: {}|id: 1|name: [x]".split(
        "|",
      ),
    );
    const files = fc.array(pieces, { maxLength: 20 }).map((lines) => lines.join("\n"));
    fc.assert(
      fc.property(fc.oneof(files, fc.string({ unit: "binary" })), (text) => {
        for (const { reason } of load(text).refused) expect(reason).not.toBe("");
      }),
      { numRuns: 500 },
    );
  });
});

describe("names that mean something to JavaScript", () => {
  const rule = `title: Prototype
logsource: { product: aws, service: cloudtrail }
__proto__: { status: deprecated }
detection:
  __proto__: { requestParameters.__proto__.x: 1 }
  constructor: { toString: null }
  condition: __proto__ and constructor
`;

  it("are names like others in a rule", () => {
    const { matches } = loadedMatch(rule);
    expect(matches(aRecord({ requestParameters: JSON.parse('{"__proto__": {"x": 1}}') }))).toBe(true);
    expect(matches(aRecord({ requestParameters: {} }))).toBe(false);
    expect(Object.hasOwn(Object.prototype, "x")).toBe(false);
  });

  it("are no fields that every record has", () => {
    for (const field of [
      "constructor",
      "__proto__",
      "toString",
      "requestParameters.hasOwnProperty",
      "eventName.length",
    ])
      expect(holds({ [`${field}|exists`]: true }, aRecord())).toBe(false);
  });
});

describe("numbers that YAML would write otherwise", () => {
  it.each(["012345678901", "0x1F", "1e3", "1.50", "98765432109876543210"])(
    "stay the text they are: %s",
    (text) => {
      const rule = aRule({ selection: { "requestParameters.id": "PUT" }, condition }).replace("PUT", text);
      expect(loadedMatch(rule).matches(aRecord({ requestParameters: { id: text } }))).toBe(true);
    },
  );
});

describe("a long text in a record", () => {
  it.each([
    ["userAgent|re", "(a+)+$"],
    ["userAgent|re", "^(([a-z])+.)+[A-Z]([a-z])+$"],
    ["userAgent", "*a*a*a*a*a*a*a*a*a*b"],
    ["userAgent|contains", "a?a?a?a*a?a?a?ab"],
  ])("holds up no rule: %s: %s", (entry, value) => {
    const begin = performance.now();
    expect(holds({ [entry]: value }, aRecord({ userAgent: `${"a".repeat(20_000)}!` }))).toBe(false);
    expect(performance.now() - begin).toBeLessThan(3_000);
  });

  it("holds up no rule that looks at a map or the whole record, though it be a row of backslashes", () => {
    const record = aRecord({ requestParameters: { policy: `${"\\".repeat(100_000)}x"` } });
    const begin = performance.now();
    expect(holds({ "requestParameters|contains": "nothing of it" }, record)).toBe(false);
    expect(performance.now() - begin).toBeLessThan(3_000);
  });
});
