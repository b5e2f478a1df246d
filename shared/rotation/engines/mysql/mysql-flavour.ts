import { quoted } from "./account.ts";
import type { Flavour } from "./flavour.ts";
import { mysqlAccounts } from "./mysql-accounts.ts";
import { isStoredPassword } from "./stored-password.ts";

/** MySQL and Aurora MySQL. */
export const mysqlFlavour: Flavour = {
  dialect: "mysql",
  accounts: mysqlAccounts,
  takes: ({ plugin, stored }, password) => isStoredPassword(plugin, stored, password),
  sharesPassword: ({ plugin, stored, storedSecond = "" }, _other, password) =>
    [stored, storedSecond].some((text) => isStoredPassword(plugin, text, password) === true),
  // MySQL writes no password into its logs.
  identify: (session, { doing, verb, name, like, password, clauses }) =>
    session.run(
      doing,
      `${verb} ${quoted(session, name)} IDENTIFIED WITH ${session.literal(like.plugin)} BY ${session.literal(password)} ${clauses}`,
    ),
  defaultRoles: (roles, grantee) => `SET DEFAULT ROLE ${roles.join(", ") || "NONE"} TO ${grantee}`,
};
