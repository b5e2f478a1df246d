import { InvalidSecretError, PasswordRejectedError } from "../../errors.ts";

/**
 * The name that Oracle keeps for a user: in capitals, unless the secret has it in double quotes.
 *
 * @throws InvalidSecretError if it can be no name
 */
export function storedName(username: string): string {
  const [, exact] = /^"([^"\0]+)"$/.exec(username.trim()) ?? [];
  const name = exact ?? username.trim().toUpperCase();
  if (!/["\0]/.test(name)) return name;
  throw new InvalidSecretError(
    "username",
    `"username" has a double quote in it, which no name of Oracle may have. A name whose case counts stands in quotes as a whole, and cannot have alternating users.`,
  );
}

/** A name as a statement may hold it. A double quote would end it: Oracle knows no escape, and no such name. */
export function identifier(name: string): string {
  if (!/["\0]/.test(name)) return `"${name}"`;
  throw new InvalidSecretError("username", "A name of Oracle has no double quote in it.");
}

/**
 * A password as a statement may hold it: like a name, so that no escape exists either.
 *
 * @throws PasswordRejectedError if it has a double quote in it
 */
export function passwordLiteral(password: string): string {
  checkPassword(password);
  return `"${password}"`;
}

/** @throws PasswordRejectedError if no statement can set the password, nor SQL*Plus log in with it */
export function checkPassword(password: string): void {
  if (!/["\0]/.test(password)) return;
  throw new PasswordRejectedError(
    "password-policy",
    `Oracle takes no password with a double quote in it. Put the double quote into "excludeCharacters" of the secret's "passwordPolicy".`,
  );
}
