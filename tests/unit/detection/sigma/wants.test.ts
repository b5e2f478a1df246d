import { describe, expect, it } from "vitest";
import { aRule, loaded } from "./a-rule.ts";

const kms = { eventSource: "kms.amazonaws.com" };
const decrypt = { eventName: "Decrypt" };

describe("what a rule wants", () => {
  it.each<[string, Record<string, unknown>, string, unknown]>([
    [
      "a source and names",
      { a: { ...kms, eventName: ["Decrypt", "Encrypt"] } },
      "a",
      [{ source: "kms.amazonaws.com", names: ["Decrypt", "Encrypt"] }],
    ],
    ["a source", { a: kms }, "a", [{ source: "kms.amazonaws.com" }]],
    ["names of any source", { a: decrypt }, "a", [{ source: "*", names: ["Decrypt"] }]],
    ["anything", { a: { userAgent: "x" } }, "a", [{ source: "*" }]],
    [
      "what two selections demand together",
      { a: kms, b: decrypt },
      "a and b",
      [{ source: "kms.amazonaws.com", names: ["Decrypt"] }],
    ],
    [
      "what either demands",
      { a: { ...kms, ...decrypt }, b: { ...kms, eventName: "Encrypt" } },
      "1 of them",
      [{ source: "kms.amazonaws.com", names: ["Decrypt", "Encrypt"] }],
    ],
    ["anything if one of two is anything", { a: kms, b: { userAgent: "x" } }, "a or b", [{ source: "*" }]],
    ["nothing less for a filter", { a: kms, b: decrypt }, "a and not b", [{ source: "kms.amazonaws.com" }]],
    ["anything but something", { a: kms }, "not a", [{ source: "*" }]],
    ["nothing for what cannot be", { a: decrypt, b: { eventName: "Encrypt" } }, "a and b", []],
    [
      "each source once",
      { a: kms, b: { eventSource: "KMS.amazonaws.com", ...decrypt } },
      "a or b",
      [{ source: "kms.amazonaws.com" }],
    ],
    [
      "any name for a pattern of names",
      { a: { ...kms, "eventName|startswith": "De" } },
      "a",
      [{ source: "kms.amazonaws.com" }],
    ],
    [
      "any name for wildcards",
      { a: { ...kms, eventName: ["Decrypt", "E*"] } },
      "a",
      [{ source: "kms.amazonaws.com" }],
    ],
    [
      "any name for all but some",
      { a: { ...kms, "eventName|neq": "Decrypt" } },
      "a",
      [{ source: "kms.amazonaws.com" }],
    ],
    [
      "names with their wildcards escaped",
      { a: { eventName: "De\\*" } },
      "a",
      [{ source: "*", names: ["De*"] }],
    ],
  ])("is %s", (_, selections, condition, wants) => {
    expect(loaded(aRule({ ...selections, condition })).wants).toEqual(wants);
  });

  it("stays small where a rule is large", () => {
    const names = (letter: string) => Array.from({ length: 300 }, (_, n) => ({ eventName: `${letter}${n}` }));
    const sources = Array.from({ length: 300 }, (_, n) => ({ eventSource: `s${n}` }));
    const { wants } = loaded(aRule({ a: names("a"), b: sources, condition: "a and b" }));
    expect(wants).toHaveLength(300);
    expect(wants.every((one) => one.names?.length === 300)).toBe(true);
  });
});
