import { randomBytes } from "node:crypto";
import type { NextCredential, SecretFields } from "../../engine.ts";
import { PasswordRejectedError } from "../../errors.ts";

/** From the documentation of CREATE LOGIN. */
const longestPassword = 128;

/** The next version's fields: a new password that SQL Server can store, and the rest as it is. */
export async function nextSqlServerPassword(
  fields: SecretFields,
  username: string,
  { newPassword }: NextCredential,
): Promise<SecretFields> {
  return { ...fields, username, password: await newPassword({ maximumLength: longestPassword }) };
}

/**
 * Refuses what SQL Server would not store as it is. A backslash before a line break continues the line and would be
 * lost with it; a statement ends at a NUL.
 *
 * @throws PasswordRejectedError
 */
export function checkPassword(password: string): void {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones to refuse
  if (password.length <= longestPassword && !/[\u0000-\u001f\u007f]/.test(password)) return;
  throw new PasswordRejectedError(
    "password-policy",
    `SQL Server stores passwords of at most ${longestPassword} characters, none of them a control character. Adapt "passwordPolicy" in the secret.`,
  );
}

/** A password that nobody knows, for a login that is not ready yet. It passes Windows' rules of complexity. */
export function unknownPassword(): string {
  return `${randomBytes(32).toString("base64url")}aA1!`;
}
