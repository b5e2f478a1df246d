import { describe, expect, it } from "vitest";
import { SettingsError, settingsFromYaml } from "../../../shared/detection/index.ts";
import { settingsWith } from "./settings-with.ts";

describe("settings in YAML", () => {
  it.each(["", "# only a comment\n", "{}"])("have their defaults where they say nothing: %j", (text) => {
    expect(settingsFromYaml(text)).toEqual(settingsWith());
  });

  it("win over thresholds given elsewhere, one by one", () => {
    const text = "thresholds: { secret-read-rate: 7 }";
    expect(settingsFromYaml(text, { "secret-read-rate": 100, "kms-request-rate": 10 }).thresholds).toEqual({
      "secret-read-rate": 7,
      "kms-request-rate": 10,
    });
  });

  it.each([
    ["an unknown field", "learningdays: 3", "learningdays"],
    ["a wrong type", "learningDays: many", "learningDays"],
    ["a network that is none", 'allow: [{ networks: ["10.0.0.0"], reason: x }]', "networks"],
    ["an allowance without a reason", "allow: [{ entities: [x] }]", "reason"],
    ["a list", "- 1", "expected object"],
    ["no YAML", "allow: [", "not YAML"],
    [
      "aliases that grow without end",
      `a: &a [x,x,x,x,x,x,x,x,x,x]
b: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]
c: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]
d: [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]`,
      "alias",
    ],
  ])("are refused with %s, naming it", (_, text, named) => {
    expect(() => settingsFromYaml(text)).toThrow(SettingsError);
    expect(() => settingsFromYaml(text)).toThrow(named);
  });
});
