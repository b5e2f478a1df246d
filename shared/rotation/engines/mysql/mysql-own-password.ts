import type { Session } from "./connection.ts";
import { errno } from "./errno.ts";
import { refusalOf, ServerRefusal } from "./server-refusal.ts";

/*
 * A MySQL user changes its own password. From 8.0.14 on an account may have two: the primary one, and the secondary
 * one that RETAIN CURRENT PASSWORD keeps. The server does not say which of them a login used. But REPLACE takes
 * only the primary one, so that with it a change compares and exchanges in one.
 * Source: MySQL's documentation, "ALTER USER Statement" and "Password Management"; tried with 9.7.
 */

const doing = "change its own password";
/** RETAIN needs APPLICATION_PASSWORD_ADMIN; older servers do not know it. */
const notAllowed: readonly number[] = [errno.privilegeNeeded, errno.syntax];
/** The history is looked at before the password that is to be replaced. */
const undecided: readonly number[] = [errno.passwordHistory, errno.passwordPolicy];

/**
 * Gives the user a new primary password. The one of the login becomes the secondary one, or stays it.
 *
 * @param session of the user itself, logged in with `current`
 * @param must "have-two" to change nothing where the user may not have two passwords
 * @param logsIn whether `next` is taken already
 * @returns false if the user must have two passwords and may not
 * @throws ServerRefusal
 */
export async function changeOwnPassword(
  session: Session,
  { current, next }: { current: string; next: string },
  must: "have-two" | "change",
  logsIn: () => Promise<boolean>,
): Promise<boolean> {
  if (current === next) return true;
  const replace = `REPLACE ${session.literal(current)}`;
  const two = `${replace} RETAIN CURRENT PASSWORD`;
  let refused: number | undefined;
  // The last one is for servers before 8.0.13.
  for (const clause of must === "have-two" ? [two] : [two, replace, ""]) {
    refused = await change(session, next, clause);
    if (refused === undefined || !notAllowed.includes(refused)) break;
  }
  if (refused === undefined) return true;
  if (notAllowed.includes(refused)) {
    if (must === "have-two") return false;
    throw new ServerRefusal(refused, doing);
  }
  // A call that died before may have made the exchange.
  if (refused !== errno.passwordPolicy && (await logsIn())) return true;
  if (refused !== errno.wrongCurrentPassword) throw new ServerRefusal(refused, doing);
  // The login used the secondary password: it stays, and the primary one is one that no version holds any more.
  await session.run(doing, alter(session, next));
  return true;
}

/**
 * Makes `kept` the only password that the user has, so far as anybody knows one.
 *
 * @param session of the user itself, logged in with `kept`
 * @param old the password to be rid of, where it is known
 * @returns false if the user may not have two passwords, and so may not drop one
 * @throws ServerRefusal
 */
export async function keepOnly(session: Session, kept: string, old?: string): Promise<boolean> {
  const refused = await change(session, kept, `REPLACE ${session.literal(kept)} RETAIN CURRENT PASSWORD`);
  if (refused !== undefined && notAllowed.includes(refused)) return false;
  if (refused !== undefined && undecided.includes(refused)) {
    await keepBesideUnknown(session, kept, old);
    return true;
  }
  if (refused === errno.wrongCurrentPassword) await makePrimary(session, kept, old);
  await session.run("drop the old password", "ALTER USER USER() DISCARD OLD PASSWORD");
  return true;
}

/** Makes the secondary password, which the login used, the primary one too. */
async function makePrimary(session: Session, kept: string, old: string | undefined): Promise<void> {
  const clauses = old === undefined ? [""] : [`REPLACE ${session.literal(old)}`, ""];
  let refused: number | undefined;
  for (const clause of clauses) {
    refused = await change(session, kept, clause);
    if (refused !== errno.wrongCurrentPassword) break;
  }
  if (refused !== undefined) throw new ServerRefusal(refused, doing);
}

/**
 * Where `kept` cannot be set again, since it is in the history, it becomes or stays the secondary password, and the
 * primary one a password that nobody knows. To drop a password without knowing which one that is could drop `kept`.
 */
async function keepBesideUnknown(session: Session, kept: string, old: string | undefined): Promise<void> {
  const random = "ALTER USER USER() IDENTIFIED BY RANDOM PASSWORD";
  const attempt = (clause: string, ...expected: number[]) =>
    refusalOf(session.run(doing, `${random} ${clause}`), ...expected);
  const first = `REPLACE ${session.literal(kept)} RETAIN CURRENT PASSWORD`;
  if ((await attempt(first, errno.wrongCurrentPassword)) === undefined) return;
  if (old === undefined) return session.run(doing, random);
  if ((await attempt("", errno.missingCurrentPassword)) === undefined) return;
  // If the primary one is not `old`, nobody knows it already.
  await attempt(`REPLACE ${session.literal(old)}`, errno.wrongCurrentPassword);
}

function change(session: Session, password: string, clause: string): Promise<number | undefined> {
  return refusalOf(
    session.run(doing, `${alter(session, password)} ${clause}`),
    ...notAllowed,
    ...undecided,
    errno.wrongCurrentPassword,
  );
}

function alter(session: Session, password: string): string {
  return `ALTER USER USER() IDENTIFIED BY ${session.literal(password)}`;
}
