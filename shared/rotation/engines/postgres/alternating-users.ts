import pg, { type Client } from "pg";
import type { PasswordCredential } from "../../credential.ts";
import type { AlternatingUsers } from "../../engine.ts";
import { EngineError, HostUnreachableError, InvalidSecretError } from "../../errors.ts";
import { checkActor } from "./check-privilege.ts";
import { checkReconcile } from "./check-reconcile.ts";
import { connected } from "./connection.ts";
import { mayGrant } from "./may-grant.ts";
import { objectSteps } from "./object-steps.ts";
import { databasesBeside, observeObjects } from "./observe-objects.ts";
import { observeRoles, type PairState } from "./observe-roles.ts";
import { passwordLiteral } from "./password.ts";
import { isTakenOver, roleSteps } from "./role-steps.ts";
import { type Step, take } from "./step.ts";
import { inTransaction } from "./transaction.ts";
import { cloneSuffix, pairOf, type UserPair } from "./user-pair.ts";

/** NAMEDATALEN of PostgreSQL, less the byte that ends a name. */
export const maximumUsernameBytes = 63;

/** The first key of Rekey's advisory locks: "reke" in ASCII. Two runs at once do one after the other. */
const lockSpace = 0x72656b65;

/**
 * A base user and its clone. The base user owns everything; the clone is a member of it, and its sessions act as the
 * base user (`ALTER ROLE … SET role`). So the rights are the same by themselves, and what either makes belongs to the
 * base user and stays usable by both.
 *
 * Rights are given to the base user and taken from it; on the clone they have no effect and are taken away. Only where
 * the clone is current and does not act as the base user yet, as AWS's templates leave it, are they given to the base
 * user first. Settings and limits of logins are copied from the base user, whichever is current.
 *
 * A rotation also reaches the other databases of the server where the clone owns something or has rights by itself, as
 * the superuser: a role is the same in all of them, and a session that acts as the base user would lose them.
 *
 * Left alone, since sessions that act as the base user do not feel them: default privileges for what the clone itself
 * makes, its user mappings, and policies that name it. Sessions of the clone that are older than the first rotation
 * act as the clone until they reconnect; what they make meanwhile is given to the base user by the next rotation.
 */
export const alternatingUsers: AlternatingUsers<PasswordCredential> = {
  maximumUsernameBytes,
  suffix: cloneSuffix,

  reconcile: async (superuser, current, next, timeoutMs) => {
    const end = performance.now() + timeoutMs;
    const pair = pairOf(current, next);
    await connected(superuser, timeoutMs, async (client) => {
      const beside = await inTransaction(client, "READ ONLY", async () => {
        const { clone } = await observeTrusted(client, pair);
        return clone ? databasesBeside(client, pair.clone) : [];
      });
      for (const dbname of beside) {
        await connected({ ...superuser, dbname }, Math.max(1, end - performance.now()), (there) =>
          inTransaction(there, "READ WRITE", async () => {
            const state = await observeTrusted(there, pair);
            await take(there, await stepsOnObjects(there, pair, state), state.superuser.name);
          }),
        ).catch((error: unknown) => {
          throw besideError(error, dbname, pair);
        });
      }
      // One transaction, so that a run that dies leaves no user that looks as if it were done.
      await inTransaction(client, "READ WRITE", async () => {
        await client.query("SELECT pg_advisory_xact_lock($1, hashtext($2))", [lockSpace, pair.base]);
        const state = await observeTrusted(client, pair);
        const name = state.superuser.name;
        await take(client, roleSteps(state, pair), name);
        await take(client, await stepsOnObjects(client, pair, state), name);
        await setPassword(client, next, name);
      });
    });
  },

  differences: (superuser, current, next, timeoutMs) => {
    const pair = pairOf(current, next);
    return connected(superuser, timeoutMs, (client) =>
      inTransaction(client, "READ ONLY", async () => {
        const state = await observe(client, pair);
        const steps = roleSteps(state, pair);
        if (!state.clone) return wordsOf(steps);
        return [
          ...cannotLogIn(pair, state),
          ...wordsOf(steps),
          ...wordsOf(await stepsOnObjects(client, pair, state)),
          ...(await databasesBeside(client, pair.clone)).map(
            (database) =>
              `"${pair.clone}" owns objects or has rights by itself in the database "${database}"; a rotation gives them to "${pair.base}" if the superuser may connect there`,
          ),
        ];
      }),
    );
  },

  checkPrivilege: async (superuser, current, otherUsername, timeoutMs) => {
    const pair = pairOf(current, { ...current, username: otherUsername });
    await connected(superuser, timeoutMs, async (client) => {
      const actor = await checkActor(client);
      await inTransaction(client, "READ ONLY", async () => {
        const state = await observeTrusted(client, pair);
        await checkReconcile(client, actor, state, pair);
      });
    });
    return undefined;
  },
};

/** @throws InvalidSecretError if there is no base user */
async function observe(client: Client, pair: UserPair): Promise<PairState> {
  const { base, ...state } = await observeRoles(client, pair);
  if (base) return { ...state, base };
  throw new InvalidSecretError(
    "username",
    `The server has no user "${pair.base}", which "${pair.clone}" would be the clone of. Store the user that owns the objects in the secret, or one whose name does not end with "${cloneSuffix}".`,
  );
}

/**
 * Whoever can write a secret could name another's user in it that happens to be called like a clone. So the base
 * user's password is set only for a clone that has the base user's rights already, and a clone's only if it is known
 * as one: by its membership, or by acting as the base user.
 *
 * @throws EngineError with the code "privilege" if the two do not belong together
 */
async function observeTrusted(client: Client, pair: UserPair): Promise<PairState> {
  const state = await observe(client, pair);
  const { clone } = state;
  const isMember = clone?.memberships.some(
    ({ group, inherit, set }) => group === pair.base && (inherit || set),
  );
  const actsAsBase = clone?.settings.some(({ name, value }) => name === "role" && value === pair.base);
  if (!clone && pair.current === "base") return state;
  if (isMember || (actsAsBase && pair.current === "base")) return state;
  const [base, other] = [client.escapeIdentifier(pair.base), client.escapeIdentifier(pair.clone)];
  throw new EngineError(
    "privilege",
    `"${pair.clone}" is not a member of "${pair.base}": it may be another's user, and gets nothing of "${pair.base}". If it is the clone, run: GRANT ${base} TO ${other}; then rotate again. If not, use a user with another name.`,
  );
}

/** After roleSteps were taken the clone exists, also where `state` does not know it yet. */
async function stepsOnObjects(client: Client, pair: UserPair, state: PairState): Promise<Step[]> {
  const { version, superuser } = state;
  const objects = await observeObjects(client, { ...pair, version });
  return objectSteps(objects, pair, { ...superuser, version, takenOver: isTakenOver(state, pair) });
}

async function setPassword(client: Client, next: PasswordCredential, superuser: string): Promise<void> {
  const user = client.escapeIdentifier(next.username);
  const password = await passwordLiteral(client, next);
  try {
    await client.query(`ALTER ROLE ${user} LOGIN PASSWORD ${password}`);
  } catch (error) {
    if (!(error instanceof pg.DatabaseError) || error.code !== "42501") throw error;
    throw new EngineError(
      "privilege",
      `"${superuser}" may not set the password of "${next.username}" (SQLSTATE 42501). What is needed: ${mayGrant(next.username, superuser)}; on Amazon RDS with rds.restrict_password_commands also GRANT rds_password TO ${client.escapeIdentifier(superuser)}; then rotate again.`,
    );
  }
}

/** A failure in another database than the secret's says which; a refusal there does not mean that the credential is wrong. */
function besideError(error: unknown, database: string, { base, clone }: UserPair): unknown {
  if (!(error instanceof EngineError) || error instanceof HostUnreachableError) return error;
  return new EngineError(
    error.code === "authentication" ? "privilege" : error.code,
    `"${clone}" owns objects or has rights by itself in the database "${database}", which could not be given to "${base}" there: ${error.message}`,
    { cause: error },
  );
}

function cannotLogIn(pair: UserPair, { base, clone }: PairState): string[] {
  return [
    ...(base.login ? [] : [`"${pair.base}" may not log in`]),
    ...(clone?.login ? [] : [`"${pair.clone}" may not log in`]),
  ];
}

function wordsOf(steps: readonly Step[]): string[] {
  return steps.flatMap(({ difference }) => difference ?? []);
}
