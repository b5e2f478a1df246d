import type { Account, AccountName } from "./account.ts";
import type { Dialect } from "./check-privilege.ts";
import type { Session } from "./connection.ts";

/** Where MySQL and MariaDB differ. */
export interface Flavour<A extends Account = Account> {
  dialect: Dialect;

  /** All accounts of a user name that log in, by host. */
  accounts(session: Session, username: string): Promise<A[]>;

  /** Whether an account takes the password first of all; undefined if its way to store it is not known. */
  takes(account: Account, password: string): boolean | undefined;

  /** Whether an account has the same password as another one that is known to take it. */
  sharesPassword(account: Account, other: Account, password: string): boolean;

  /**
   * Runs CREATE USER or ALTER USER with a new password.
   *
   * @param change `verb` before and `clauses` after the part that says how to log in; `like` the account whose
   *   ways to log in are taken
   */
  identify(
    session: Session,
    change: { doing: string; verb: string; name: AccountName; like: A; password: string; clauses: string },
  ): Promise<void>;

  /** The statement that makes roles active after a login of an account. */
  defaultRoles(roles: readonly string[], grantee: string): string;
}
