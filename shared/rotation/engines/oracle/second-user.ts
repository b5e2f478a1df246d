import type { PasswordCredential } from "../../credential.ts";
import { EngineError, PasswordRejectedError } from "../../errors.ts";
import { unlessRefused } from "../../refusal.ts";
import { changesBetween, statementToCreateUser } from "./alike.ts";
import { isRds, storedUser } from "./catalog.ts";
import { connected, type Session, type Statement } from "./connection.ts";
import type { Change } from "./grants.ts";
import { logIn } from "./log-in.ts";
import { checkPassword, identifier, passwordLiteral, storedName } from "./names.ts";
import { unknownPassword } from "./password.ts";
import type { StoredUser } from "./stored-user.ts";

/** Taking a column's privilege takes that of the others, too, which the next round gives back. */
const mostRounds = 3;

/**
 * Makes the second user, locked and with a password that nobody knows. Then gives it exactly the rights of the first
 * one; then sets its password and unlocks it. So it can be used only once it can be used for everything.
 *
 * @throws PasswordRejectedError if the user's profile does not take the password
 */
export async function reconcile(
  superuser: PasswordCredential,
  current: PasswordCredential,
  next: PasswordCredential,
  timeoutMs: number,
): Promise<void> {
  checkPassword(next.password);
  const deadline = performance.now() + timeoutMs;
  const rejection = await connected(superuser, timeoutMs, (session) =>
    makeSecondUser(session, current, next),
  );
  // A profile may refuse the password that is set already, by a run that died right after.
  if (rejection && !(await unlessRefused(logIn(next, deadline - performance.now())))) throw rejection;
}

/**
 * What {@link reconcile} does once the superuser is logged in.
 *
 * @returns the refusal of a password that may be set already
 */
export async function makeSecondUser(
  session: Session,
  current: PasswordCredential,
  next: PasswordCredential,
): Promise<PasswordRejectedError | undefined> {
  const rds = await isRds(session);
  const original = await originalUser(session, current);
  const name = storedName(next.username);
  if (!(await storedUser(session, name))) {
    await session.run(statementToCreateUser(name, unknownPassword(), original));
  }
  let present = await presentUser(session, name, next);
  for (let round = 0; round < mostRounds; round++) {
    const statements = statementsOf(changesBetween(original, present, rds));
    if (statements.length === 0) break;
    for (const statement of statements) await session.run(statement);
    present = await presentUser(session, name, next);
  }
  return setPassword(session, present, next.password);
}

/** Each once: to revoke again what is revoked already is an error. */
function statementsOf(changes: readonly Change[]): Statement[] {
  const statements = changes.flatMap(({ statement }) => statement ?? []);
  return [...new Map(statements.map((one) => [JSON.stringify(one), one])).values()];
}

/** In which rights the two differ, in words. */
export function differences(
  superuser: PasswordCredential,
  current: PasswordCredential,
  next: PasswordCredential,
  timeoutMs: number,
): Promise<string[]> {
  return connected(superuser, timeoutMs, (session) => differencesSeen(session, current, next));
}

/** What {@link differences} does once the superuser is logged in. */
export async function differencesSeen(
  session: Session,
  current: PasswordCredential,
  next: PasswordCredential,
): Promise<string[]> {
  const rds = await isRds(session);
  const original = await originalUser(session, current);
  const present = await storedUser(session, storedName(next.username));
  if (!present) return ["it does not exist"];
  return changesBetween(original, present, rds).map(({ words }) => words);
}

async function originalUser(session: Session, current: PasswordCredential): Promise<StoredUser> {
  return presentUser(session, storedName(current.username), current);
}

async function presentUser(
  session: Session,
  name: string,
  { system }: PasswordCredential,
): Promise<StoredUser> {
  const user = await storedUser(session, name);
  if (user) return user;
  throw new EngineError(
    "privilege",
    `${system} shows the superuser no user "${name}". Grant it SELECT_CATALOG_ROLE.`,
  );
}

/** @returns the refusal of a password that may be set already */
async function setPassword(
  session: Session,
  { name, locked }: StoredUser,
  password: string,
): Promise<PasswordRejectedError | undefined> {
  const user = identifier(name);
  try {
    await session.run({ text: `ALTER USER ${user} IDENTIFIED BY ${passwordLiteral(password)}` });
  } catch (error) {
    if (error instanceof PasswordRejectedError && !locked) return error;
    throw error;
  }
  if (locked) await session.run({ text: `ALTER USER ${user} ACCOUNT UNLOCK` });
  return undefined;
}
