import { randomBytes } from "node:crypto";
import { PasswordRejectedError } from "../../errors.ts";
import { md5Verifier } from "../postgres/md5.ts";

/** What Redshift cannot take whatever the secret's policy says. */
export const passwordRules = { maximumLength: 64, alsoExclude: `'"\\/@ ` };

const rules: readonly { holds(password: string): boolean; says: string }[] = [
  { holds: ({ length }) => length >= 8 && length <= 64, says: "has 8 to 64 characters" },
  {
    holds: (password) => /^[\x21-\x7e]*$/.test(password) && !/['"\\/@]/.test(password),
    says: `is of ASCII without space, ', ", \\, / and @`,
  },
  { holds: (password) => /[A-Z]/.test(password), says: "has an upper-case letter" },
  { holds: (password) => /[a-z]/.test(password), says: "has a lower-case letter" },
  { holds: (password) => /[0-9]/.test(password), says: "has a digit" },
];

/**
 * Checks what Redshift wants of a password; it cannot do it itself when it gets a hash.
 * Source: its documentation of CREATE USER.
 *
 * @throws PasswordRejectedError
 */
export function checkPassword(password: string): void {
  const broken = rules.filter(({ holds }) => !holds(password)).map(({ says }) => says);
  if (broken.length === 0) return;
  throw new PasswordRejectedError(
    "password-policy",
    `Amazon Redshift takes only a password that ${broken.join(" and ")}. Adapt "passwordPolicy" in the secret.`,
  );
}

/**
 * A password as a statement may hold it: as the hash that Redshift documents, so that the password itself stands in no
 * log. The hash is of the name as the server keeps it, which folds names to lower case unless it is told not to; for a
 * name with others the password goes as it is.
 */
export function redshiftPassword(username: string, password: string): string {
  if (username !== username.toLowerCase()) return password;
  return md5Verifier(username, password);
}

/** A hash of which nobody knows a password: a user with it cannot log in. */
export function unusablePassword(): string {
  return `md5${randomBytes(16).toString("hex")}`;
}
