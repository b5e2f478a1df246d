import { describe, expect, it } from "vitest";
import { aRecord } from "../../trail/a-record.ts";
import { aRule, loadedMatch, reasonOf } from "./a-rule.ts";

const [yes, no] = [{ eventName: "GetSecretValue" }, { eventName: "Other" }];
const selections = {
  yes,
  no,
  selection_a: yes,
  selection_b: no,
  filter_main_x: no,
  filter_main_y: no,
  good_1: yes,
  good_2: yes,
  _hidden: yes,
};

describe("a condition", () => {
  it.each<[string | string[], boolean]>([
    ["yes", true],
    ["no", false],
    ["not no", true],
    ["not not yes", true],
    ["yes and no", false],
    ["yes or no", true],
    ["yes or yes and no", true],
    ["(yes or yes) and no", false],
    ["no and no or yes", true],
    ["not no and yes", true],
    ["not (no or yes)", false],
    ["not no or no", true],
    ["yes AND NOT no", true],
    ["1 of selection_*", true],
    ["any of selection_*", true],
    ["all of selection_*", false],
    ["all of good*", true],
    ["1 of *_b", false],
    ["1 of *_main_*", false],
    ["yes and not 1 of filter_main_*", true],
    ["not 1 of filter_main_* and yes", true],
    ["1 of them", true],
    ["all of them", false],
    ["1 of yes", true],
    ["1 of _*", true],
    ["_hidden", true],
    [["no", "yes"], true],
    [["no", "no and yes"], false],
  ])("%j is %s", (condition, expected) => {
    expect(loadedMatch(aRule({ ...selections, condition })).matches(aRecord())).toBe(expected);
  });

  it("leaves names that begin with an underscore out of them and of patterns", () => {
    const rule = aRule({ _yes: yes, no, condition: "1 of them" });
    expect(loadedMatch(rule).matches(aRecord())).toBe(false);
    const pattern = aRule({ _x_yes: yes, x_yes: no, condition: "1 of *yes" });
    expect(loadedMatch(pattern).matches(aRecord())).toBe(false);
  });

  it.each([
    ["", "condition, at character 1: a selection is missing"],
    ["yes and", "condition, at character 8: a selection is missing"],
    ["yes and or no", "condition, at character 9: a selection is missing before or"],
    ["yes no", "condition, at character 5: no is one too many"],
    ["(yes", "condition, at character 1: the ( is never closed"],
    ["yes)", "condition, at character 4: ) is one too many"],
    ["yes and missing", "condition, at character 9: there is no selection missing"],
    ["1 of nothing*", "condition, at character 6: no selection is called like nothing*"],
    ["2 of good*", "condition, at character 1: 2 of is not understood"],
    ["1 of", "condition, at character 5: what it is of is missing"],
    ["yes | count() > 5", "condition, at character 5: aggregations"],
    ["yes & no", 'condition, at character 5: "&" is not understood'],
    [`${"(".repeat(5_000)}yes`, "condition, at character 102: brackets and negations are nested too deeply"],
    [`${"not ".repeat(2_000)}yes`, "nested too deeply"],
    ["yes or ".repeat(10_000), "longer than 10000 characters"],
    [["yes", "nope"], "condition, at character 1: there is no selection nope"],
  ])("tells what is wrong, and where: %#", (condition, reason) => {
    expect(reasonOf(aRule({ ...selections, condition }))).toContain(reason);
  });
});
