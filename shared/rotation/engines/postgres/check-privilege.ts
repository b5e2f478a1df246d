import pg, { type Client } from "pg";
import type { PasswordCredential } from "../../credential.ts";
import { EngineError } from "../../errors.ts";
import { connected } from "./connection.ts";
import { mayGrant } from "./may-grant.ts";
import { type Actor, observeActor, observeTarget, type Target } from "./observe-rights.ts";

/** The first version in which CREATEROLE alone lets nobody change a role that another made. */
const adminSince = 160_000;

/** Asks whether a user's password may be set: by itself, or by a superuser. */
export async function checkSetPassword(
  as: PasswordCredential,
  user: PasswordCredential,
  timeoutMs: number,
): Promise<undefined> {
  await connected(as, timeoutMs, async (client) => {
    const actor = await checkActor(client);
    const target = await observeTarget(client, user.username);
    if (!target) throw missing(`The server has no user "${user.username}". Make it, then rotate again.`);
    if (target.expiresSoon) {
      throw missing(
        `The password of "${target.name}" is valid until ${target.validUntil}, and a new one would be too. Run: ALTER ROLE ${pg.escapeIdentifier(target.name)} VALID UNTIL 'infinity', or a later time.`,
      );
    }
    checkMayChange(actor, target);
  });
}

/**
 * Asks who is logged in, and whether the server lets it change passwords at all.
 *
 * @throws EngineError if the server takes no writes, or keeps passwords to the members of rds_password
 */
export async function checkActor(client: Client): Promise<Actor> {
  const actor = await observeActor(client);
  if (actor.readOnly) {
    throw new EngineError(
      "statement",
      "The server takes no writes from this user. Name the host of the writer, not of a replica, and see that default_transaction_read_only is off.",
    );
  }
  if (!actor.setsPasswords) {
    throw missing(
      `"${actor.name}" may set no passwords, since rds.restrict_password_commands is on. Run: GRANT rds_password TO ${pg.escapeIdentifier(actor.name)}.`,
    );
  }
  return actor;
}

/**
 * The rules of ALTER ROLE … PASSWORD, from AlterRole() in PostgreSQL's src/backend/commands/user.c.
 *
 * @throws EngineError if a user may not set the password of another, or its own
 */
export function checkMayChange(actor: Actor, target: Target): void {
  if (actor.superuser) return;
  const what = `"${actor.name}" may not set the password of "${target.name}"`;
  if (target.superuser)
    throw missing(`${what}, which is a superuser. Let a superuser do it, by "masterarn".`);
  if (actor.version < adminSince && target.replication) {
    throw missing(
      `${what}, which has REPLICATION: before PostgreSQL 16 only a superuser may. Let a superuser do it, by "masterarn".`,
    );
  }
  if (actor.name === target.name) return;
  if (actor.createrole && (actor.version < adminSince || target.mayBeGranted)) return;
  throw missing(`${what}. What is needed: ${mayGrant(target.name, actor.name)}.`);
}

/** A right is missing. */
export function missing(message: string): EngineError {
  return new EngineError("privilege", message);
}
