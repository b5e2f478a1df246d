import type { PasswordCredential } from "../../credential.ts";
import type { SingleUser } from "../../engine.ts";
import { onlyAccount, shown } from "./account.ts";
import { checkChangesAccounts, checkWrites } from "./check-privilege.ts";
import { connected, deadlineIn, type Session } from "./connection.ts";
import { checkMariadb, mariadbAccounts } from "./mariadb-accounts.ts";
import { hashedFirst, mariadbFlavour } from "./mariadb-flavour.ts";
import { readOwnRights } from "./own-rights.ts";

/** A MariaDB user's password is replaced: it has one at a time. */
export const mariadbSingleUser: SingleUser<PasswordCredential> = {
  set: async (as, next, timeoutMs) => {
    await connected(as, deadlineIn(timeoutMs), (session) =>
      as.username === next.username
        ? setOwn(session, next.password)
        : setFor(session, next.username, next.password),
    );
  },

  checkPrivilege: async (as, user, timeoutMs) => {
    await connected(as, deadlineIn(timeoutMs), async (session) => {
      await checkMariadb(session);
      const own = await readOwnRights(session, "mariadb");
      await checkWrites(session, own, "mariadb");
      if (as.username === user.username) return;
      const account = onlyAccount(await mariadbAccounts(session, user.username), user.username);
      await checkChangesAccounts(session, as.username, own, [account]);
    });
    return undefined;
  },
};

/** SET PASSWORD is the statement that needs no privilege; it leaves the plugin as it is. */
async function setOwn(session: Session, password: string): Promise<void> {
  await checkMariadb(session);
  await hashedFirst(session, password, (text) =>
    session.run("change its own password", `SET PASSWORD = ${text}`),
  );
}

/** ALTER USER needs CREATE USER; SET PASSWORD for another would need to write to the database mysql. */
async function setFor(session: Session, username: string, password: string): Promise<void> {
  const account = onlyAccount(await mariadbAccounts(session, username), username);
  if (mariadbFlavour.takes(account, password) && !account.expired) return;
  await mariadbFlavour.identify(session, {
    doing: `change the password of ${shown(account)}`,
    verb: "ALTER USER",
    name: account,
    like: account,
    password,
    clauses: "",
  });
}
