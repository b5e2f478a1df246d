import { setTimeout as pause } from "node:timers/promises";
import type { PasswordCredential } from "../../credential.ts";
import { connected, deadlineIn, programName, type Session } from "./connection.ts";
import { errno } from "./errno.ts";
import { refusalOf } from "./server-refusal.ts";

/** How long an ended session may need to be gone, before it is looked for again. */
const lookEveryMs = 20;

/**
 * Ends the other sessions of Rekey that a user has: the server goes on with a statement whose client is gone, and
 * one that waits, for the end of a backup for instance, would change the password later.
 */
export async function endOtherSessions(credential: PasswordCredential, timeoutMs: number): Promise<void> {
  await connected(credential, deadlineIn(timeoutMs), async (session) => {
    const ours = (await byProgram(session)) ?? (await byStatement(session, credential.username));
    for (const id of ours) {
      await refusalOf(session.run("end another session", `KILL ${id}`), errno.noSuchSession);
    }
    // The deadline ends this, too: it ends the session that is asked.
    while ((await sessions(session)).some(({ id }) => ours.includes(id))) await pause(lookEveryMs);
  });
}

/** By the name that each session of Rekey gave itself; undefined where the server does not keep such names. */
async function byProgram(session: Session): Promise<number[] | undefined> {
  let ids: number[] = [];
  const read = session.rows(
    "read the programs of the sessions",
    `SELECT PROCESSLIST_ID AS id, CONNECTION_ID() AS own
     FROM performance_schema.session_account_connect_attrs
     WHERE ATTR_NAME = 'program_name' AND ATTR_VALUE = ?`,
    [programName],
  );
  let knowsThis = false;
  const refused = await refusalOf(
    read.then((rows) => {
      knowsThis = rows.some(({ id, own }) => id === own);
      ids = rows.filter(({ id, own }) => id !== own).map(({ id }) => Number(id));
    }),
    errno.noSuchTable,
    errno.tableDenied,
    errno.databaseDenied,
  );
  return refused === undefined && knowsThis ? ids : undefined;
}

/**
 * By what they are doing: changing an account. A person's change in the same moment by the same user is ended with
 * them, which that person is told.
 */
async function byStatement(session: Session, username: string): Promise<number[]> {
  const found = (await sessions(session)).filter(
    ({ user, statement }) => user === username && /^(ALTER USER|SET PASSWORD) /.test(statement),
  );
  return found.map(({ id }) => id);
}

/** The user's sessions; where it may see them, those of others too. */
async function sessions(session: Session): Promise<{ id: number; user: string; statement: string }[]> {
  const rows = await session.rows("read the sessions", "SHOW PROCESSLIST");
  return rows.map(({ Id, User, Info }) => ({
    id: Number(Id),
    user: String(User),
    statement: String(Info ?? ""),
  }));
}
