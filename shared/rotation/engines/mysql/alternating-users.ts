import { randomBytes } from "node:crypto";
import type { PasswordCredential } from "../../credential.ts";
import type { AlternatingUsers } from "../../engine.ts";
import { AuthenticationError, EngineError, InvalidSecretError } from "../../errors.ts";
import { type Account, type AccountName, ownAccount, quoted, shown } from "./account.ts";
import { checkChangesAccounts, checkWrites, missing } from "./check-privilege.ts";
import { connected, type Deadline, deadlineIn, type Session } from "./connection.ts";
import { errno } from "./errno.ts";
import type { Flavour } from "./flavour.ts";
import { notGrantable } from "./grantable.ts";
import { compareRights, nextStatements, type Right, words } from "./grants.ts";
import { readOwnRights } from "./own-rights.ts";
import { readRights } from "./read-rights.ts";
import { refusalOf } from "./server-refusal.ts";

/** Rights that bring or take others with them need another look; these are more than any case that is known. */
const mostLooks = 10;

/**
 * Two users with the same rights. Where AWSCURRENT's password is that of several accounts of the user, by host,
 * each of them gets its counterpart. Accounts of the second user for other hosts are left alone: they may be
 * another secret's.
 */
export function alternatingUsers<A extends Account>(
  flavour: Flavour<A>,
  maximumUsernameBytes: number,
): AlternatingUsers<PasswordCredential> {
  return {
    maximumUsernameBytes,

    reconcile: async (superuser, current, next, timeoutMs) => {
      checkNotSuperuser(superuser, next);
      const deadline = deadlineIn(timeoutMs);
      const host = await hostOf(current, deadline);
      await connected(superuser, deadline, async (session) => {
        for (const model of await models(session, flavour, current, host)) {
          await reconcileAccount(session, flavour, model, next);
        }
      });
    },

    differences: async (superuser, current, next, timeoutMs) => {
      const deadline = deadlineIn(timeoutMs);
      const host = await hostOf(current, deadline);
      const found: string[] = [];
      await connected(superuser, deadline, async (session) => {
        for (const model of await models(session, flavour, current, host)) {
          found.push(...(await differencesOf(session, flavour, model, next)));
        }
      });
      return found.length > 0 ? found : otherAccount(next, host, deadline);
    },

    checkPrivilege: async (superuser, current, otherUsername, timeoutMs) => {
      const deadline = deadlineIn(timeoutMs);
      const host = await hostOf(current, deadline);
      await connected(superuser, deadline, async (session) => {
        const found = await models(session, flavour, current, host);
        const own = await readOwnRights(session, flavour.dialect);
        await checkWrites(session, own, flavour.dialect);
        const others = await flavour.accounts(session, otherUsername);
        await checkChangesAccounts(session, superuser.username, own, others);
        for (const model of found) {
          const other = findHost(others, model.host);
          const wanted = await readRights(session, model);
          const { missing: toGrant } = compareRights(wanted, other ? await readRights(session, other) : []);
          checkGrantable(superuser.username, own, toGrant);
        }
      });
      return undefined;
    },
  };
}

/** A secret whose second user is the superuser itself would take the superuser's rights away. */
function checkNotSuperuser(superuser: PasswordCredential, next: PasswordCredential): void {
  if (superuser.username !== next.username) return;
  throw new InvalidSecretError(
    "username",
    `The second user of this secret would be "${next.username}", which is the superuser of "masterarn". Rename one of them.`,
  );
}

function checkGrantable(superuser: string, own: readonly Right[], toGrant: readonly Right[]): void {
  const lacking = notGrantable(own, toGrant);
  if (lacking.length === 0) return;
  throw missing(
    `"${superuser}" may not grant ${lacking.slice(0, 5).map(words).join(", ")}. Grant it that WITH GRANT OPTION.`,
  );
}

/** Which of its accounts the current user is, the server says only to the user itself. */
async function hostOf(current: PasswordCredential, deadline: Deadline): Promise<string> {
  return (await connected(current, deadline, ownAccount)).host;
}

/**
 * An account for a host that is named more exactly stands before the one with the rights. It is not known to be
 * this secret's, so it is named and not dropped.
 */
async function otherAccount(next: PasswordCredential, host: string, deadline: Deadline): Promise<string[]> {
  const wanted = shown({ user: next.username, host });
  try {
    const account = await connected(next, deadline, ownAccount);
    if (account.host === host) return [];
    return [`a login is taken for ${shown(account)}, which stands before ${wanted}: drop it`];
  } catch (error) {
    if (!(error instanceof AuthenticationError)) throw error;
    return [`a login is not taken for ${wanted}: drop the account of the name that stands before it`];
  }
}

/** The accounts of the current user that the secret is for: the one of its login, and others with its password. */
async function models<A extends Account>(
  session: Session,
  flavour: Flavour<A>,
  { username, password, system }: PasswordCredential,
  host: string,
): Promise<A[]> {
  const accounts = await flavour.accounts(session, username);
  const own = accounts.find((account) => account.host === host);
  if (!own) {
    throw new EngineError(
      "statement",
      `${system} takes a login of "${username}" for an account that it does not list. Use an account with a password of its own.`,
    );
  }
  return accounts.filter((account) => account === own || flavour.sharesPassword(account, own, password));
}

/** The password comes last: whoever finds that it is taken finds everything done. */
async function reconcileAccount<A extends Account>(
  session: Session,
  flavour: Flavour<A>,
  model: A,
  next: PasswordCredential,
): Promise<void> {
  const name = { user: next.username, host: model.host };
  const grantee = quoted(session, name);
  const find = async () => findHost(await flavour.accounts(session, name.user), name.host);
  if (!(await find())) {
    await flavour.identify(session, {
      doing: `create ${shown(name)}`,
      verb: "CREATE USER",
      name,
      like: model,
      password: unknownPassword(),
      clauses: "ACCOUNT LOCK",
    });
  }
  await reconcileRights(session, model, name);
  const account = await find();
  if (!sameList(account?.defaultRoles, model.defaultRoles)) {
    await session.run(
      `set the default roles of ${shown(name)}`,
      flavour.defaultRoles(model.defaultRoles, grantee),
    );
  }
  await admit(session, flavour, model, account, next);
  if (account?.storedSecond !== undefined) {
    await session.run(
      `drop the old password of ${shown(name)}`,
      `ALTER USER ${grantee} DISCARD OLD PASSWORD`,
    );
  }
}

/** Gives an account its password, its options and its freedom, in one statement; nothing where it has them. */
async function admit<A extends Account>(
  session: Session,
  flavour: Flavour<A>,
  model: A,
  account: A | undefined,
  next: PasswordCredential,
): Promise<void> {
  const name = { user: next.username, host: model.host };
  const clauses = [...model.options, lock(model)].join(" ");
  const doing = `change ${shown(name)}`;
  if (
    !account ||
    account.expired ||
    !sameList(account.plugins, model.plugins) ||
    !flavour.takes(account, next.password)
  ) {
    await flavour.identify(session, {
      doing,
      verb: "ALTER USER",
      name,
      like: model,
      password: next.password,
      clauses,
    });
  } else if (!sameList(account.options, model.options) || account.locked !== model.locked) {
    await session.run(doing, `ALTER USER ${quoted(session, name)} ${clauses}`);
  }
}

async function reconcileRights(session: Session, model: Account, name: AccountName): Promise<void> {
  const wanted = await readRights(session, model);
  for (let look = 0; look < mostLooks; look++) {
    const statements = nextStatements(wanted, await readRights(session, name), quoted(session, name));
    if (statements.length === 0) return;
    for (const { doing, statement } of statements) await grantOrRevoke(session, doing, statement);
  }
  throw new EngineError(
    "privilege",
    `${shown(name)} does not come to have the rights of ${shown(model)}: ${rightsApart(wanted, await readRights(session, name)).join("; ")}.`,
  );
}

/**
 * A right to a table that is gone stays, for the day when the table comes back; but it can be given only together
 * with CREATE, which the next look takes again.
 */
async function grantOrRevoke(session: Session, doing: string, statement: string): Promise<void> {
  const refused = await refusalOf(session.run(doing, statement), errno.noSuchTable);
  if (refused === undefined) return;
  await session.run(doing, statement.replace(/^GRANT /, "GRANT CREATE, "));
}

async function differencesOf<A extends Account>(
  session: Session,
  flavour: Flavour<A>,
  model: A,
  next: PasswordCredential,
): Promise<string[]> {
  const name = { user: next.username, host: model.host };
  const account = findHost(await flavour.accounts(session, name.user), name.host);
  if (!account) return [`${shown(name)} does not exist`];
  const found = rightsApart(await readRights(session, model), await readRights(session, name));
  const pairs = [
    [account.plugins.join(" OR "), model.plugins.join(" OR ")],
    [`DEFAULT ROLE ${account.defaultRoles.join(", ")}`, `DEFAULT ROLE ${model.defaultRoles.join(", ")}`],
    [lock(account), lock(model)],
    ...model.options.map((option, index) => [account.options[index], option]),
  ];
  for (const [has, wanted] of pairs) if (has !== wanted) found.push(`has ${has} instead of ${wanted}`);
  if (flavour.takes(account, next.password) === false) found.push("has another password than AWSPENDING");
  return found.map((difference) => `${shown(name)} ${difference}`);
}

function rightsApart(wanted: readonly Right[], present: readonly Right[]): string[] {
  const { missing, extra } = compareRights(wanted, present);
  return [
    ...missing.map((right) => `lacks ${words(right)}`),
    ...extra.map((right) => `has ${words(right)} besides`),
  ];
}

function lock({ locked }: Account): string {
  return locked ? "ACCOUNT LOCK" : "ACCOUNT UNLOCK";
}

function findHost<A extends Account>(accounts: readonly A[], host: string): A | undefined {
  return accounts.find((account) => account.host === host);
}

function sameList(one: readonly string[] = [], other: readonly string[] = []): boolean {
  return one.length === other.length && one.every((text, index) => text === other[index]);
}

/** For an account that is locked and whose password nobody needs; every policy likes it. */
function unknownPassword(): string {
  return `${randomBytes(24).toString("base64url")}aA1!`;
}
