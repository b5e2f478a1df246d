import { quoted } from "./account.ts";
import type { Session } from "./connection.ts";
import { errno } from "./errno.ts";
import type { Flavour } from "./flavour.ts";
import { type LoginMethod, type MariadbAccount, mariadbAccounts } from "./mariadb-accounts.ts";
import { ServerRefusal } from "./server-refusal.ts";
import { isStoredPassword, nativePassword } from "./stored-password.ts";

/** The plugins that check a password which the server stores. */
const passwordPlugins = new Set(["mysql_native_password", "ed25519", "parsec", "caching_sha2_password"]);

/** MariaDB. */
export const mariadbFlavour: Flavour<MariadbAccount> = {
  dialect: "mariadb",
  accounts: mariadbAccounts,
  takes: ({ plugin, stored }, password) => isStoredPassword(plugin, stored, password),
  // Its usual plugins store without salt.
  sharesPassword: (account, other, password) =>
    isStoredPassword(account.plugin, account.stored, password) ??
    (account.plugin === other.plugin && account.stored === other.stored),
  identify: (session, { doing, verb, name, like, password, clauses }) =>
    hashedFirst(session, password, (text) => {
      const ways = like.methods.map((method) => way(session, method, password, text)).join(" OR ");
      return session.run(doing, `${verb} ${quoted(session, name)} IDENTIFIED VIA ${ways} ${clauses}`);
    }),
  defaultRoles: ([role = "NONE"], grantee) => `SET DEFAULT ROLE ${role} FOR ${grantee}`,
};

/**
 * Does something with a password as mysql_native_password stores it, so that the password itself never stands in
 * the server's statement log, where MariaDB leaves it. A server that wants to judge the password refuses that, and
 * one with another plugin does not understand it; they get the password.
 *
 * @param work gets the text that a statement may hold instead of the password
 */
export async function hashedFirst(
  session: Session,
  password: string,
  work: (text: string) => Promise<void>,
): Promise<void> {
  try {
    await work(session.literal(nativePassword(password)));
  } catch (error) {
    if (!wantsPassword(error)) throw error;
    await work(`PASSWORD(${session.literal(password)})`);
  }
}

function wantsPassword(error: unknown): boolean {
  if (!(error instanceof ServerRefusal)) return false;
  const { errno: number, option } = error;
  if (number === errno.optionPrevents) return option === "strict-password-validation";
  return number === errno.wrongHashLength || number === errno.wrongHashFormat;
}

/** A way to log in with the new password; one that needs none stays as it is. */
function way(session: Session, { plugin, stored }: LoginMethod, password: string, native: string): string {
  const name = `\`${plugin}\``;
  if (plugin === "mysql_native_password") return `${name} USING ${native}`;
  if (passwordPlugins.has(plugin)) return `${name} USING PASSWORD(${session.literal(password)})`;
  return stored ? `${name} USING ${session.literal(stored)}` : name;
}
