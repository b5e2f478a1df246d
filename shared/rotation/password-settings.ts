import * as z from "zod";
import { defaultPasswordPolicy, type PasswordPolicy, passwordPolicySchema } from "./password.ts";

/** "true", "1", "y" and "yes" mean true, as in AWS's rotation templates. */
const flag = z
  .string()
  .optional()
  .transform((text) => (text === undefined ? undefined : /^(true|1|y|yes)$/i.test(text)));

const environmentSchema = z.object({
  PASSWORD_LENGTH: z.string().optional(),
  EXCLUDE_CHARACTERS: z.string().optional(),
  EXCLUDE_NUMBERS: flag,
  EXCLUDE_PUNCTUATION: flag,
  EXCLUDE_UPPERCASE: flag,
  EXCLUDE_LOWERCASE: flag,
  REQUIRE_EACH_INCLUDED_TYPE: flag,
});

/**
 * How passwords are made, from the variables that AWS's rotation templates know.
 *
 * @throws ZodError naming what is wrong
 */
export function passwordPolicyFrom(
  environment: Readonly<Record<string, string | undefined>>,
): PasswordPolicy {
  const given = environmentSchema.parse(environment);
  const byDefault = defaultPasswordPolicy;
  return passwordPolicySchema.parse({
    length: given.PASSWORD_LENGTH ?? byDefault.length,
    excludeCharacters: given.EXCLUDE_CHARACTERS ?? byDefault.excludeCharacters,
    excludeNumbers: given.EXCLUDE_NUMBERS ?? byDefault.excludeNumbers,
    excludePunctuation: given.EXCLUDE_PUNCTUATION ?? byDefault.excludePunctuation,
    excludeUppercase: given.EXCLUDE_UPPERCASE ?? byDefault.excludeUppercase,
    excludeLowercase: given.EXCLUDE_LOWERCASE ?? byDefault.excludeLowercase,
    requireEachIncludedType: given.REQUIRE_EACH_INCLUDED_TYPE ?? byDefault.requireEachIncludedType,
  });
}
