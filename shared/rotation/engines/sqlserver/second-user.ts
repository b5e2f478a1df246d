import type { PasswordCredential } from "../../credential.ts";
import { EngineError, PasswordRejectedError } from "../../errors.ts";
import { unlessRefused } from "../../refusal.ts";
import type { Account } from "./account.ts";
import { changesBetween, statementToCreateLogin } from "./alike.ts";
import { containedAccount, databasesOf, isContained, loginAccount } from "./catalog.ts";
import { connected } from "./connection.ts";
import { logIn } from "./log-in.ts";
import { unknownPassword } from "./password.ts";
import { identifier, text } from "./quoting.ts";
import { statementToSetPassword } from "./set-password.ts";
import type { Run, Statement } from "./statement.ts";

/** A change may show what is to be changed beneath it: an orphaned user its rights, a table its columns'. */
const mostRounds = 3;

/** Finds an account by the name that it logs in with. */
type Find = (username: string) => Promise<Account>;

/**
 * Makes the second login, or user of a contained database, with a password that nobody knows; a login disabled. Then
 * gives it exactly the rights of the first one; then sets its password and enables it. So it can be used only once it
 * can be used for everything.
 *
 * @throws PasswordRejectedError if the server does not take the password
 */
export async function reconcile(
  superuser: PasswordCredential,
  current: PasswordCredential,
  next: PasswordCredential,
  timeoutMs: number,
): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  const rejection = await connected(superuser, timeoutMs, async (run) => {
    const find = await finder(run, current, timeoutMs);
    const original = await originalAccount(find, current);
    const present = await makeAlike(run, find, original, next.username);
    return setPassword(run, present, next);
  });
  // A history of passwords refuses the one that is set already, by a run that died right after.
  if (rejection && !(await unlessRefused(logIn(next, deadline - performance.now())))) throw rejection;
}

/** In which rights the two differ, in words. */
export function differences(
  superuser: PasswordCredential,
  current: PasswordCredential,
  next: PasswordCredential,
  timeoutMs: number,
): Promise<string[]> {
  return connected(superuser, timeoutMs, async (run) => {
    const find = await finder(run, current, timeoutMs);
    const original = await originalAccount(find, current);
    const present = await find(next.username);
    if (!exists(original, present)) return ["it does not exist"];
    return changesBetween(original, present).map(({ words }) => words);
  });
}

/** How accounts are found on this server: the secret's is a login, or a user of a contained database. */
async function finder(run: Run, current: PasswordCredential, timeoutMs: number): Promise<Find> {
  if (await isContained(run, current.username)) {
    return (username) => containedAccount(run, username, current.dbname);
  }
  const { open, closed } = await databasesOf(run);
  if (closed.length > 0) await checkClosed(current, closed, timeoutMs);
  return (username) => loginAccount(run, username, open);
}

/** What the superuser cannot see it cannot copy: that the user may use it must not go unnoticed. */
async function checkClosed(
  current: PasswordCredential,
  closed: readonly string[],
  timeoutMs: number,
): Promise<void> {
  const { open } = await connected(current, timeoutMs, databasesOf);
  const unseen = open.filter((database) => closed.includes(database));
  if (unseen.length === 0) return;
  throw new EngineError(
    "privilege",
    `${current.system} does not let the superuser into the database ${unseen.join(", ")}, which "${current.username}" uses. Give the superuser a user with the role db_owner there.`,
  );
}

async function originalAccount(find: Find, current: PasswordCredential): Promise<Account> {
  const original = await find(current.username);
  if (original.login || original.users.size > 0) return original;
  throw new EngineError(
    "privilege",
    `${current.system} shows the superuser no login "${current.username}". Give the superuser ALTER ANY LOGIN, or for a contained database the role db_owner in it.`,
  );
}

/** @returns the account as it is at the end */
async function makeAlike(run: Run, find: Find, original: Account, username: string): Promise<Account> {
  let present = await find(username);
  if (!exists(original, present)) {
    for (const statement of creation(original, username)) await run(statement);
    present = await find(username);
  }
  for (let round = 0; round < mostRounds; round++) {
    const statements = changesBetween(original, present).flatMap(({ statement }) => statement ?? []);
    if (statements.length === 0) break;
    for (const statement of statements) await run(statement);
    present = await find(username);
  }
  return present;
}

function creation({ login, users }: Account, username: string): Statement[] {
  if (login) {
    return [
      statementToCreateLogin(username, unknownPassword(), login),
      { text: `ALTER LOGIN ${identifier(username)} DISABLE` },
    ];
  }
  return [...users.keys()].map((database) => ({
    database,
    text: `CREATE USER ${identifier(username)} WITH PASSWORD = ${text(unknownPassword())}`,
  }));
}

/** @returns the refusal of a password that may be set already */
async function setPassword(
  run: Run,
  { name, login }: Account,
  { password }: PasswordCredential,
): Promise<PasswordRejectedError | undefined> {
  try {
    await run(
      statementToSetPassword({
        username: name,
        password,
        contained: login === undefined,
        unlock: login?.locked ?? false,
      }),
    );
  } catch (error) {
    if (error instanceof PasswordRejectedError && !login?.disabled) return error;
    throw error;
  }
  if (login?.disabled) await run({ text: `ALTER LOGIN ${identifier(name)} ENABLE` });
  return undefined;
}

function exists(original: Account, present: Account): boolean {
  return original.login ? present.login !== undefined : present.users.size > 0;
}
