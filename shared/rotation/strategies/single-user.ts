import { callBudget } from "../context.ts";
import type { Credential } from "../credential.ts";
import type { SingleUser } from "../engine.ts";
import {
  AuthenticationError,
  InvalidSecretError,
  SuperuserMismatchError,
  UnsupportedStrategyError,
} from "../errors.ts";
import { unlessRefused } from "../refusal.ts";
import { logsIn, type RotationRun } from "../rotation-run.ts";
import { checkSameUser, sameUser } from "../same-user.ts";
import type { ParsedSecret } from "../secret.ts";
import { cannotAsk, type StrategyWork } from "./strategy-work.ts";

/** One user, its credential replaced in place: by itself, or by the superuser that the secret names. */
export const singleUser: StrategyWork = {
  nextUsername: ({ credential }) => credential.username,

  /**
   * The credential that should work is tried first, so that the usual run has no refused login, which databases
   * count and lock users for.
   */
  set: async (run) => {
    const { context, secretId, current, pending } = run;
    checkSameUser(current.credential, pending.credential, secretId);
    if (await setAs(run, current.credential, pending.credential)) return "set";
    if (await logsIn(context, pending)) return "alreadySet";
    const previous = await run.previous();
    if (previous && sameUser(previous.credential, pending.credential)) {
      if (await setAs(run, previous.credential, pending.credential)) return "setFromPrevious";
    }
    throw neither(run, "AWSCURRENT nor AWSPENDING nor AWSPREVIOUS", "then rotate again");
  },

  test: ({ context, pending }) => pending.engine.logIn(pending.credential, callBudget(context)),

  settle,

  undo: async (run) => {
    const { secretId, current, pending, token } = run;
    checkSameUser(current.credential, pending.credential, secretId);
    const restore = () => setAs(run, pending.credential, current.credential);
    // Not AWSCURRENT first: a directory may let the old password in for an hour after it was changed.
    await restore();
    // Twice: what a process that is gone had left waiting may have been done meanwhile.
    if ((await logsInForGood(run)) || ((await restore()) && (await logsInForGood(run)))) {
      // AWSPENDING must not stay as a second credential.
      return settle(run);
    }
    throw neither(run, "AWSCURRENT nor AWSPENDING", `then remove AWSPENDING from version ${token}`);
  },

  retire: async () => false,

  checkPrivilege: async ({ context, current, superuser }) => {
    const { checkPrivilege } = work(current);
    if (!checkPrivilege) return cannotAsk(current);
    const as = (await superuser()) ?? current.credential;
    return checkPrivilege(as, current.credential, callBudget(context));
  },
};

/** As the superuser, where there is one that can be used: the user need not be allowed to drop a password of its own. */
async function settle(run: Pick<RotationRun, "context" | "current" | "superuser">): Promise<void> {
  const { engine, credential } = run.current;
  if (!engine.singleUser?.settle) return;
  const as = (await usableSuperuser(run)) ?? credential;
  await engine.singleUser.settle(as, credential, callBudget(run.context));
}

/**
 * Sets a credential as its user, or as the superuser that the secret names, but only for whoever proves to be the
 * user. False if the user is refused.
 */
async function setAs(run: RotationRun, as: Credential, next: Credential): Promise<boolean> {
  const { context, engine, current } = run;
  if (current.masterarn === undefined) {
    return unlessRefused(work(current).set(as, next, callBudget(context)));
  }
  if (!(await unlessRefused(engine.logIn(as, callBudget(context))))) return false;
  await work(current).set((await run.superuser()) ?? as, next, callBudget(context));
  return true;
}

/** Whether AWSCURRENT is accepted, once no earlier process of ours can change the answer any more. */
async function logsInForGood(run: RotationRun): Promise<boolean> {
  const { context, engine, current } = run;
  const superuser = await usableSuperuser(run);
  // The statement left behind sits in the session of whoever set the credential.
  const endedFirst = superuser && engine.endOtherSessions?.(superuser, callBudget(context));
  if (endedFirst) await unlessRefused(endedFirst);
  const ended = engine.endOtherSessions?.(current.credential, callBudget(context));
  return (ended === undefined || (await unlessRefused(ended))) && (await logsIn(context, current));
}

/** One that cannot be used has set nothing, and stands in the way of nothing but set(). */
async function usableSuperuser(run: Pick<RotationRun, "superuser">): Promise<Credential | undefined> {
  try {
    return await run.superuser();
  } catch (error) {
    if (error instanceof InvalidSecretError || error instanceof SuperuserMismatchError) return undefined;
    throw error;
  }
}

function work({ engine, credential }: ParsedSecret): SingleUser<Credential> {
  if (engine.singleUser) return engine.singleUser;
  throw new UnsupportedStrategyError(
    "strategy",
    `The engine "${credential.engine}" cannot replace a credential in place. It has: ${engine.strategies.join(", ")}.`,
  );
}

function neither(
  { current: { credential } }: RotationRun,
  labels: string,
  then: string,
): AuthenticationError {
  return new AuthenticationError(
    "authentication",
    `${credential.system} takes neither ${labels} of "${credential.username}". Set the credential of AWSCURRENT there by hand, ${then}.`,
  );
}
