import type { PasswordCredential } from "../../credential.ts";
import type { Overlap, SingleUser } from "../../engine.ts";
import { AuthenticationError, EngineError } from "../../errors.ts";
import { onlyAccount } from "./account.ts";
import { checkChangesAccounts, checkWrites, hasGlobally } from "./check-privilege.ts";
import { connected, type Deadline, deadlineIn } from "./connection.ts";
import { mysqlAccounts } from "./mysql-accounts.ts";
import { changeOwnPassword, keepOnly } from "./mysql-own-password.ts";
import {
  accountsThatTake,
  addPassword,
  dropsPasswords,
  keepOnlyFor,
  setPassword,
} from "./mysql-superuser-password.ts";
import { readOwnRights } from "./own-rights.ts";

/**
 * A MySQL user's password is replaced. Where the user may have two passwords, the old one works until settle().
 * MySQL counts refused logins: only a change that was refused asks whether the new password is taken already.
 */
export const mysqlSingleUser: SingleUser<PasswordCredential> = {
  set: async (as, next, timeoutMs) => {
    const deadline = deadlineIn(timeoutMs);
    await connected(as, deadline, async (session) => {
      if (!isSameUser(as, next)) return setPassword(session, next.username, next.password);
      await changeOwnPassword(session, passwords(as, next), "change", () => logsIn(next, deadline));
    });
  },

  settle: async (as, current, timeoutMs) => {
    await connected(as, deadlineIn(timeoutMs), async (session) => {
      if (!isSameUser(as, current)) return keepOnlyFor(session, current.username, current.password);
      // A user that may not drop a password has no second one from set().
      await keepOnly(session, current.password);
    });
  },

  checkPrivilege: async (as, user, timeoutMs) => {
    await connected(as, deadlineIn(timeoutMs), async (session) => {
      const own = await readOwnRights(session, "mysql");
      await checkWrites(session, own, "mysql");
      if (isSameUser(as, user)) return;
      const account = onlyAccount(await mysqlAccounts(session, user.username), user.username);
      await checkChangesAccounts(session, as.username, own, [account]);
    });
    return undefined;
  },
};

/** A MySQL user with a primary and a secondary password; from 8.0.14 on. */
export const mysqlOverlap: Overlap<PasswordCredential> = {
  // RETAIN CURRENT PASSWORD replaces the secondary password that there is.
  atMostTwo: "drops-oldest",

  add: async (as, current, next, timeoutMs) => {
    const deadline = deadlineIn(timeoutMs);
    await connected(as, deadline, async (session) => {
      if (!isSameUser(as, next)) {
        return addPassword(session, next.username, current.password, next.password);
      }
      const added = await changeOwnPassword(session, passwords(as, next), "have-two", () =>
        logsIn(next, deadline),
      );
      if (!added) throw mayNotHaveTwo(as);
    });
  },

  remove: async (as, kept, old, timeoutMs) => {
    await connected(as, deadlineIn(timeoutMs), async (session) => {
      if (!isSameUser(as, kept)) return keepOnlyFor(session, kept.username, kept.password);
      if (!(await keepOnly(session, kept.password, old.password))) throw mayNotHaveTwo(as);
    });
  },

  isSame: (one, other) => one.password === other.password,

  checkPrivilege: async (as, user, timeoutMs) => {
    await connected(as, deadlineIn(timeoutMs), async (session) => {
      const own = await readOwnRights(session, "mysql");
      await checkWrites(session, own, "mysql");
      if (isSameUser(as, user)) {
        if (!dropsPasswords.some((privilege) => hasGlobally(own, privilege))) throw mayNotHaveTwo(as);
        return;
      }
      const accounts = await accountsThatTake(session, user.username, user.password);
      await checkChangesAccounts(session, as.username, own, accounts);
    });
    return undefined;
  },
};

function mayNotHaveTwo({ system, username }: PasswordCredential): EngineError {
  return new EngineError(
    "privilege",
    `${system} does not let "${username}" keep and drop a second password. Grant it APPLICATION_PASSWORD_ADMIN (MySQL 8.0.14 or later), or name a superuser in "masterarn".`,
  );
}

/** Whether a password is taken, by a login on a connection of its own. */
async function logsIn(credential: PasswordCredential, deadline: Deadline): Promise<boolean> {
  try {
    await connected(credential, deadline, async () => {});
    return true;
  } catch (error) {
    if (error instanceof AuthenticationError) return false;
    throw error;
  }
}

function isSameUser(one: PasswordCredential, other: PasswordCredential): boolean {
  return one.username === other.username;
}

function passwords(current: PasswordCredential, next: PasswordCredential) {
  return { current: current.password, next: next.password };
}
