import { identifier, text } from "./quoting.ts";
import type { Statement } from "./statement.ts";

/** Whose password is set, and how. */
export interface PasswordChange {
  username: string;
  password: string;
  /** Whether it is a user with a password of its own in the connection's database. */
  contained: boolean;
  /** The password so far, of a user that changes its own; a superuser needs none. */
  oldPassword?: string;
  /** Whether the login is locked, too, and shall be so no more. */
  unlock?: boolean;
}

/** The statement that sets a password. It has no parameters: DDL takes none. */
export function statementToSetPassword(change: PasswordChange): Statement {
  const { username, password, contained, oldPassword, unlock } = change;
  const old = oldPassword === undefined ? "" : ` OLD_PASSWORD = ${text(oldPassword)}`;
  return {
    text: `ALTER ${contained ? "USER" : "LOGIN"} ${identifier(username)} WITH PASSWORD = ${text(password)}${old}${unlock ? " UNLOCK" : ""}`,
  };
}
