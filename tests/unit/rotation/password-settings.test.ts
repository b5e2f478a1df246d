import { describe, expect, test } from "vitest";
import * as z from "zod";
import { defaultPasswordPolicy, passwordPolicyFrom } from "../../../shared/rotation/index.ts";

test("without variables the policy is that of AWS's rotation templates", () => {
  expect(passwordPolicyFrom({ PATH: "/usr/bin" })).toEqual(defaultPasswordPolicy);
});

test("the variables of AWS's rotation templates set the policy", () => {
  expect(
    passwordPolicyFrom({
      PASSWORD_LENGTH: "40",
      EXCLUDE_CHARACTERS: "lI0O",
      EXCLUDE_NUMBERS: "true",
      EXCLUDE_PUNCTUATION: "true",
      EXCLUDE_UPPERCASE: "true",
      EXCLUDE_LOWERCASE: "true",
      REQUIRE_EACH_INCLUDED_TYPE: "false",
    }),
  ).toEqual({
    length: 40,
    excludeCharacters: "lI0O",
    excludeNumbers: true,
    excludePunctuation: true,
    excludeUppercase: true,
    excludeLowercase: true,
    requireEachIncludedType: false,
  });
});

test("EXCLUDE_CHARACTERS may be empty: then no character is excluded", () => {
  expect(passwordPolicyFrom({ EXCLUDE_CHARACTERS: "" }).excludeCharacters).toBe("");
});

describe("a switch", () => {
  test.each(["true", "True", "TRUE", "1", "y", "Y", "yes"])("is on for %j", (text) => {
    expect(passwordPolicyFrom({ EXCLUDE_PUNCTUATION: text }).excludePunctuation).toBe(true);
  });

  test.each(["false", "0", "no", "", "truely"])("is off for %j", (text) => {
    expect(passwordPolicyFrom({ REQUIRE_EACH_INCLUDED_TYPE: text }).requireEachIncludedType).toBe(false);
  });
});

test.each(["7", "4097", "0", "-32", "32.5", "many", ""])(
  "PASSWORD_LENGTH %j is refused by name",
  (length) => {
    const reading = () => passwordPolicyFrom({ PASSWORD_LENGTH: length });
    expect(reading).toThrow(z.ZodError);
    expect(reading).toThrow(/length/i);
  },
);
