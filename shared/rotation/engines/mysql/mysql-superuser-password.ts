import { EngineError } from "../../errors.ts";
import { type Account, onlyAccount, quoted, shown } from "./account.ts";
import type { Session } from "./connection.ts";
import { errno } from "./errno.ts";
import { mysqlAccounts } from "./mysql-accounts.ts";
import { refusalOf } from "./server-refusal.ts";
import { isStoredPassword } from "./stored-password.ts";

/*
 * A superuser changes the passwords of a MySQL user. It reads what the server stores, so that it knows which of two
 * passwords is the primary one.
 */

/** Either lets a user drop its own second password. */
export const dropsPasswords: readonly string[] = ["APPLICATION_PASSWORD_ADMIN", "CREATE USER"];

/** Servers before 8.0.14 do not know RETAIN, and it needs CREATE USER, not only the right to change what is stored. */
const notAllowed: readonly number[] = [errno.privilegeNeeded, errno.syntax];

/** Refusals of a password that the account has had before, whatever else may be said of it. */
const undecided: readonly number[] = [errno.passwordHistory, errno.passwordPolicy];

/**
 * Gives a user that has one account a new primary password. The one before is retained, where the server can,
 * until a superuser drops it after the promotion.
 *
 * @throws EngineError if the user has no account or several: which one the secret is for, only a login would tell
 */
export async function setPassword(session: Session, username: string, next: string): Promise<void> {
  const account = onlyAccount(await mysqlAccounts(session, username), username);
  if (takesFirst(account, next) && !account.expired) return;
  // Where there is a second password already, it is the one that an undone rotation went back to.
  const isRetained =
    account.storedSecond === undefined &&
    (await refusalOf(change(session, account, next, true), ...notAllowed)) === undefined;
  if (isRetained) return;
  const done = change(session, account, next, false);
  // The history may forbid to make the second password the first one, but it is taken as it is.
  await (takesSecond(account, next) ? refusalOf(done, ...undecided) : done);
}

/**
 * Gives the accounts that take `current` the primary password `next`, with `current` as the secondary one.
 *
 * @throws EngineError if none takes `current`
 */
export async function addPassword(
  session: Session,
  username: string,
  current: string,
  next: string,
): Promise<void> {
  for (const account of await accountsThatTake(session, username, current)) {
    if (takesFirst(account, next)) continue;
    await change(session, account, next, takesFirst(account, current));
  }
}

/**
 * Makes `kept` the only password of the accounts that take it, so far as anybody knows one.
 *
 * @throws EngineError if none takes it
 */
export async function keepOnlyFor(session: Session, username: string, kept: string): Promise<void> {
  for (const account of await accountsThatTake(session, username, kept)) {
    if (!takesFirst(account, kept)) {
      if (!(await makePrimary(session, account, kept))) continue;
    } else if (account.storedSecond === undefined) continue;
    await session.run(
      `drop the old password of ${shown(account)}`,
      `ALTER USER ${quoted(session, account)} DISCARD OLD PASSWORD`,
    );
  }
}

/** False if the history forbids it: then a password that nobody knows has become the primary one. */
async function makePrimary(session: Session, account: Account, kept: string): Promise<boolean> {
  const refused = await refusalOf(change(session, account, kept, false), ...undecided);
  if (refused === undefined) return true;
  await session.run(
    `change the password of ${shown(account)}`,
    `ALTER USER ${quoted(session, account)} IDENTIFIED BY RANDOM PASSWORD`,
  );
  return false;
}

function change(session: Session, account: Account, password: string, retain: boolean): Promise<void> {
  return session.run(
    `change the password of ${shown(account)}`,
    `ALTER USER ${quoted(session, account)} IDENTIFIED BY ${session.literal(password)}${retain ? " RETAIN CURRENT PASSWORD" : ""}`,
  );
}

/**
 * The accounts of a user name, one by host, that take a password: another secret may be for one with another.
 *
 * @throws EngineError if none does
 */
export async function accountsThatTake(
  session: Session,
  username: string,
  password: string,
): Promise<Account[]> {
  const accounts = await mysqlAccounts(session, username);
  const found = accounts.filter((account) => takesFirst(account, password) || takesSecond(account, password));
  if (found.length > 0) return found;
  throw new EngineError(
    "statement",
    `No account of "${username}" takes the password of the secret. Set it by hand, then rotate again.`,
  );
}

function takesFirst({ plugin, stored }: Account, password: string): boolean {
  return isStoredPassword(plugin, stored, password) === true;
}

function takesSecond({ plugin, storedSecond }: Account, password: string): boolean {
  return storedSecond !== undefined && isStoredPassword(plugin, storedSecond, password) === true;
}
