import { describe, expect, it } from "vitest";
import { aRule, load, reasonOf } from "./a-rule.ts";

const fine = { selection: { eventName: "x" }, condition: "selection" };

describe("a rule is refused", () => {
  it.each<[string, Record<string, unknown>, string]>([
    ["if it is deprecated", { status: "deprecated" }, "its status is deprecated"],
    ["if it is unsupported", { status: "unsupported" }, "its status is unsupported"],
    ["if its status is no status", { status: "good" }, "status: "],
    ["if its level is no level", { level: "terrible" }, "level: "],
    ["if it is about another product", { logsource: { product: "windows" } }, "this is about windows"],
    [
      "if it is about another service",
      { logsource: { product: "aws", service: "guardduty" } },
      "this is about aws/guardduty",
    ],
    [
      "if it is about a category",
      { logsource: { product: "aws", service: "cloudtrail", category: "c" } },
      "this is about aws/cloudtrail/c",
    ],
    ["if it has no source", { logsource: null }, "logsource: it is missing"],
    ["if its taxonomy is another", { taxonomy: "ecs" }, "taxonomy: only the taxonomy sigma is known"],
    ["if it has no title", { title: undefined }, "it has no title"],
    ["if its title has no letter", { title: "!" }, "it needs an id"],
    ["if it is part of a collection", { action: "global" }, "action: collections"],
    ["if it is a filter", { filter: { rules: ["x"] } }, "filter: filters are not applied"],
    ["if it detects nothing", { detection: null }, "detection: it must be a map"],
    ["if it has no condition", { detection: { selection: { a: 1 } } }, "detection.condition: "],
    ["if it has a time frame", { detection: { ...fine, timeframe: "5m" } }, "detection.timeframe: "],
    [
      "if a selection is a text",
      { detection: { ...fine, selection: "x" } },
      "detection.selection: it must be a map",
    ],
    ["if a selection is empty", { detection: { ...fine, selection: {} } }, "the map is empty"],
    ["if a list is empty", { detection: { ...fine, selection: [] } }, "the list is empty"],
    [
      "if a selection that it does not use is wrong",
      { detection: { ...fine, x: [] } },
      "detection.x: the list",
    ],
  ])("%s", (_, cares, reason) => {
    expect(reasonOf(aRule(fine, cares))).toContain(reason);
  });

  it.each<[string, unknown, string]>([
    ["a|expand", "%x%", "placeholders"],
    ["a|nonsense", "x", "the modifier nonsense is not known"],
    ["a|", "x", "the modifier (empty) is not known"],
    ["a|contains|startswith", "x", "contains and startswith do not go together"],
    ["a|contains|contains", "x", "contains and contains"],
    ["a|cased|cased", "x", "cased is there twice"],
    ["a|i", "x", "i, m and s belong behind re"],
    ["a|re", "(", "no regular expression of RE2"],
    ["a|re", "(?=x)", "no regular expression of RE2"],
    ["a|re|cased", "x", "cased does not go with re"],
    ["a|all", "x", "all needs more than one value"],
    ["a|all|neq", ["x", "y"], "neq does not go with all"],
    ["a|exists", "x", "exists takes true or false"],
    ["a|cidr", "10.0.0.0", "no network"],
    ["a|cidr", "10/8", "no network"],
    ["a|gt", "much", "no number"],
    ["a|gt", "", "no number"],
    ["a|gt", true, "no number"],
    ["a|hour|contains", 5, "hour is a number"],
    ["a|hour|minute", 5, "only one part of a date"],
    ["a|contains|base64", "x", "encodings stand before contains"],
    ["a|base64|windash", "x", "windash stands before other encodings"],
    ["a|base64", "x*", "a value with wildcards cannot be encoded"],
    ["a|base64offset", "x", "contains must follow"],
    ["a|base64offset|contains", "", "too short"],
    ["a|wide", "x", "base64 or base64offset must follow"],
    ["a|wide|utf16", "x", "cannot follow another UTF-16"],
    ["a|windash", "-a -b -c -d", "at most 3 dashes"],
    ["a|base64|re", "x", "no encoding goes with re"],
    ["a|fieldref|re", "b", "fieldref goes only"],
    ["a|contains", null, "null goes with no modifier"],
    ["a", [null, "x"], "null cannot stand in a list"],
    ["a", [], "there is no value"],
    ["a", { b: 1 }, "a value must be"],
    ["a", [["x"]], "a value must be"],
    ["|startswith", ["x"], "keywords can only be searched for"],
    ["|exists", true, "keywords can only be searched for"],
    ["|all", [null, "x"], "null"],
  ])("for an entry %s: %j", (entry, value, reason) => {
    const refusal = reasonOf(aRule({ selection: { [entry]: value }, condition: "selection" }));
    expect(refusal).toContain(`detection.selection: ${entry}: `);
    expect(refusal).toContain(reason);
  });

  it("with its file, title and id, and the others of its file are loaded", () => {
    const { detections, refused } = load(
      [aRule(fine, { id: "a-1", status: "deprecated" }), aRule(fine, { id: "a-2" })].join("---\n"),
      aRule(fine, { title: "Another" }),
    );
    expect(refused).toEqual([
      { file: "1.yml", title: "A rule", id: "a-1", reason: "its status is deprecated" },
    ]);
    expect(detections.map(({ id }) => id)).toEqual(["sigma/a-2", "sigma/another"]);
  });

  it("if another has its id, name or title already", () => {
    const { detections, refused } = load(
      aRule(fine, { id: "x", name: "n" }),
      aRule(fine, { id: "x" }),
      aRule(fine, { id: "y", name: "n" }),
      aRule(fine),
      aRule(fine),
    );
    expect(detections.map(({ id }) => id)).toEqual(["sigma/x", "sigma/a-rule"]);
    expect(refused.map(({ file, reason }) => `${file} ${reason}`)).toEqual([
      "2.yml x is already the id or name of a rule in 1.yml",
      "3.yml n is already the id or name of a rule in 1.yml",
      "5.yml sigma/a-rule is already the id of a rule in 4.yml; give it an id",
    ]);
  });
});
