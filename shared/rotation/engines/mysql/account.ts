import type * as z from "zod";
import { EngineError } from "../../errors.ts";
import type { Row, Session } from "./connection.ts";
import { whichEngine } from "./errors.ts";

/** A user name together with the hosts that it may come from: what privileges and passwords belong to. */
export interface AccountName {
  user: string;
  host: string;
}

/** An account as the server stores it. */
export interface Account extends AccountName {
  /** The authentication plugin of its password. */
  plugin: string;
  /** All plugins that it may log in by, one of them each time. */
  plugins: readonly string[];
  /** What the plugin stores of the password. */
  stored: string;
  /** What it stores of the second password that it also takes, where it has one. */
  storedSecond?: string | undefined;
  locked: boolean;
  /** Whether the password must be changed before anything else. */
  expired: boolean;
  /** The roles that are active after a login, quoted. */
  defaultRoles: readonly string[];
  /** TLS requirement, resource limits and password rules, as clauses of ALTER USER that say each one. */
  options: readonly string[];
}

/** An account's name as a statement has it. */
export function quoted(session: Session, { user, host }: AccountName): string {
  return `${session.literal(user)}@${session.literal(host)}`;
}

/** An account's name or a role's as the server shows it. */
export function shown({ user, host }: { user: string; host?: string | undefined }): string {
  return host === undefined ? backticked(user) : `${backticked(user)}@${backticked(host)}`;
}

/** The account that the server took a session's login for. */
export async function ownAccount(session: Session): Promise<AccountName> {
  const [row] = await session.rows("read its own account", "SELECT CURRENT_USER() AS account");
  const account = String(row?.account);
  const at = account.lastIndexOf("@");
  return { user: account.slice(0, at), host: account.slice(at + 1) };
}

/**
 * The account that a user name stands for.
 *
 * @throws EngineError if there is none, or several: which of them the secret is for, only a login could tell
 */
export function onlyAccount<A extends AccountName>(accounts: readonly A[], username: string): A {
  const [account, ...others] = accounts;
  if (!account) {
    throw new EngineError(
      "statement",
      `The server has no account of "${username}". Make it, then rotate again.`,
    );
  }
  if (others.length === 0) return account;
  throw new EngineError(
    "statement",
    `The server has several accounts of "${username}": ${accounts.map(shown).join(", ")}. Which of them the superuser should change is not clear. Let the user change its own password: take "masterarn" out of the secret; or rotate with alternating users.`,
  );
}

/**
 * Reads a row of the server's own tables.
 *
 * @throws EngineError if the table is not as this server's documentation says; no value is repeated
 */
export function understand<T>(schema: z.ZodType<T>, row: Row, table: string): T {
  const parsed = schema.safeParse(row);
  if (parsed.success) return parsed.data;
  const column = parsed.error.issues[0]?.path.join(".") ?? "";
  throw new EngineError(
    "answer",
    `The server's ${table} has something unexpected in ${column}. ${whichEngine}`,
  );
}

/** A requirement of certain certificates or ciphers, of which each may be absent. */
export function specified(
  session: Session,
  wanted: { issuer: string; subject: string; cipher: string },
): string {
  const conditions = Object.entries(wanted)
    .filter(([, value]) => value !== "")
    .map(([name, value]) => `${name.toUpperCase()} ${session.literal(value)}`);
  return `REQUIRE ${conditions.join(" AND ")}`;
}

/** When a password expires, as a clause of ALTER USER. Zero days mean never, nothing means as the server is set. */
export function passwordLifetime(days: number | null | undefined): string {
  if (days === 0) return "PASSWORD EXPIRE NEVER";
  return days === null || days === undefined
    ? "PASSWORD EXPIRE DEFAULT"
    : `PASSWORD EXPIRE INTERVAL ${days} DAY`;
}

function backticked(name: string): string {
  return `\`${name.replaceAll("`", "``")}\``;
}
