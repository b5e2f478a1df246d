import { describe, expect, test } from "vitest";
import {
  defaultPasswordPolicy,
  passwordPolicyOverridesSchema,
  passwordPolicySchema,
  withOverrides,
} from "../../../shared/rotation/password.ts";

test("by default passwords have 32 characters, each kind among them, and none that connection strings trip over", () => {
  expect(passwordPolicySchema.parse(defaultPasswordPolicy)).toEqual(defaultPasswordPolicy);
  expect(defaultPasswordPolicy).toMatchObject({ length: 32, requireEachIncludedType: true });
  for (const character of `:/@"'\\`) expect(defaultPasswordPolicy.excludeCharacters).toContain(character);
});

describe("a secret's own wishes", () => {
  test("go over the configured policy, and what is not wished for stays", () => {
    expect(withOverrides(defaultPasswordPolicy, { length: 40, excludePunctuation: true })).toEqual({
      ...defaultPasswordPolicy,
      length: 40,
      excludePunctuation: true,
    });
  });

  test("change nothing where there are none", () => {
    expect(withOverrides(defaultPasswordPolicy, {})).toEqual(defaultPasswordPolicy);
    expect(withOverrides(defaultPasswordPolicy, { length: undefined })).toEqual(defaultPasswordPolicy);
  });

  test("may switch off what the configured policy switches on", () => {
    const strict = { ...defaultPasswordPolicy, excludeNumbers: true };
    expect(withOverrides(strict, { excludeNumbers: false, excludeCharacters: "" })).toMatchObject({
      excludeNumbers: false,
      excludeCharacters: "",
      requireEachIncludedType: true,
    });
  });

  test.each([
    { length: 7 },
    { length: 4_097 },
    { length: 20.5 },
    { length: "many" },
    { excludeNumbers: "true" },
    { excludeCharacters: 5 },
    { excludeCharacters: "x".repeat(4_097) },
    { includeSpace: true },
  ])("are refused when they are %j", (wishes) => {
    expect(passwordPolicyOverridesSchema.safeParse(wishes).success).toBe(false);
  });

  test.each([{ length: 8 }, { length: 4_096 }, { length: "20" }])("may be %j", (wishes) => {
    expect(passwordPolicyOverridesSchema.parse(wishes)).toEqual({ length: Number(wishes.length) });
  });
});
