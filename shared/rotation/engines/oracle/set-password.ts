import type { PasswordCredential } from "../../credential.ts";
import { connected, type Session } from "./connection.ts";
import { PasswordExpiredError } from "./errors.ts";
import { checkPassword, identifier, passwordLiteral, storedName } from "./names.ts";

/**
 * Sets a user's password: as itself, or as a superuser. One that has run out is replaced at the login itself, which is
 * the only way in then.
 */
export async function setPassword(
  as: PasswordCredential,
  next: PasswordCredential,
  timeoutMs: number,
): Promise<void> {
  checkPassword(next.password);
  const deadline = performance.now() + timeoutMs;
  try {
    await connected(as, timeoutMs, (session) => setPasswordBy(session, as, next));
  } catch (error) {
    if (!(error instanceof PasswordExpiredError) || !isItself(as, next)) throw error;
    await connected(as, deadline - performance.now(), async () => {}, next.password);
  }
}

/** What {@link setPassword} does once somebody is logged in. */
export async function setPasswordBy(
  session: Session,
  as: PasswordCredential,
  next: PasswordCredential,
): Promise<void> {
  if (isItself(as, next)) {
    await session.changePassword(next.username, as.password, next.password);
    return;
  }
  const user = identifier(storedName(next.username));
  await session.run({ text: `ALTER USER ${user} IDENTIFIED BY ${passwordLiteral(next.password)}` });
}

function isItself(as: PasswordCredential, next: PasswordCredential): boolean {
  return storedName(as.username) === storedName(next.username);
}
