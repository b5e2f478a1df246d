import { EngineError } from "../../errors.ts";
import { type AccountName, shown } from "./account.ts";
import type { Session } from "./connection.ts";
import type { Right } from "./grants.ts";
import { readRights } from "./read-rights.ts";

/*
 * Whether passwords may be set, by what the server says of itself and of privileges: nothing is changed.
 * Sources: MySQL's documentation, "ALTER USER Statement", "Server System Variables" on read_only and its kin, and
 * "Account Categories" on SYSTEM_USER; MariaDB's on ALTER USER and read_only.
 */

/** Who may write in spite of read_only; to the others of its kin there is no exception. */
const writesAnyway = {
  mysql: ["CONNECTION_ADMIN", "SUPER"],
  mariadb: ["READ_ONLY ADMIN", "READ ONLY ADMIN"],
} as const;

/** Which of the two a server is. */
export type Dialect = keyof typeof writesAnyway;

/**
 * Whether the server takes writes from who is logged in.
 *
 * @param own what the user may do
 * @throws EngineError if not
 */
export async function checkWrites(session: Session, own: readonly Right[], dialect: Dialect): Promise<void> {
  const rows = await session.rows("read its settings", "SHOW GLOBAL VARIABLES LIKE '%read\\_only'");
  const on = new Set(rows.flatMap(({ Variable_name, Value }) => (Value === "OFF" ? [] : [Variable_name])));
  const strict = ["super_read_only", "innodb_read_only"].find((name) => on.has(name));
  const exempt = writesAnyway[dialect].some((privilege) => hasGlobally(own, privilege));
  const option = strict ?? (on.has("read_only") && !exempt ? "read_only" : undefined);
  if (option === undefined) return;
  throw new EngineError(
    "statement",
    `The server's option ${option} prevents changes of accounts. Name the host of the writer, not of a replica.`,
  );
}

/**
 * Whether a superuser may change accounts.
 *
 * @param own what the superuser may do
 * @throws EngineError if not
 */
export async function checkChangesAccounts(
  session: Session,
  superuser: string,
  own: readonly Right[],
  accounts: readonly AccountName[],
): Promise<void> {
  if (!hasGlobally(own, "CREATE USER")) {
    throw missing(`"${superuser}" may change no accounts. Grant it CREATE USER ON *.*.`);
  }
  if (hasGlobally(own, "SYSTEM_USER")) return;
  for (const account of accounts) {
    const rights = await readRights(session, account);
    if (!rights.some(({ what }) => what === "SYSTEM_USER")) continue;
    throw missing(
      `${shown(account)} has SYSTEM_USER, so that only others with it may change the account. Grant it to "${superuser}" ON *.*.`,
    );
  }
}

/** Whether a privilege is held for the whole server. */
export function hasGlobally(rights: readonly Right[], privilege: string): boolean {
  return rights.some(({ what, on }) => on === "*.*" && (what === privilege || what === "ALL PRIVILEGES"));
}

/** A privilege is missing. */
export function missing(message: string): EngineError {
  return new EngineError("privilege", message);
}
