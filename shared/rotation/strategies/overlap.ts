import { callBudget } from "../context.ts";
import type { Credential } from "../credential.ts";
import type { Overlap } from "../engine.ts";
import { AuthenticationError, UnsupportedStrategyError } from "../errors.ts";
import { unlessRefused } from "../refusal.ts";
import { logsIn, type RotationRun } from "../rotation-run.ts";
import { checkSameUser, sameUser } from "../same-user.ts";
import type { ParsedSecret } from "../secret.ts";
import { cannotAsk, type StrategyWork } from "./strategy-work.ts";

/** One user with two credentials at a time: the old one works until it is retired. */
export const overlap: StrategyWork = {
  nextUsername: ({ credential }) => credential.username,

  set: async (run) => {
    const { context, secretId, current, pending } = run;
    checkSameUser(current.credential, pending.credential, secretId);
    if (await logsIn(context, current)) {
      await add(run, current);
      return "set";
    }
    if (await logsIn(context, pending)) return "alreadySet";
    const previous = await run.previous();
    if (previous && sameUser(previous.credential, pending.credential) && (await logsIn(context, previous))) {
      await add(run, previous);
      return "setFromPrevious";
    }
    throw new AuthenticationError(
      "authentication",
      `${current.credential.system} takes neither AWSCURRENT nor AWSPENDING nor AWSPREVIOUS of "${current.credential.username}". Set the credential of AWSCURRENT there by hand, then rotate again.`,
    );
  },

  test: ({ context, pending }) => pending.engine.logIn(pending.credential, callBudget(context)),

  settle: async () => {},

  undo: async (run) => {
    const { context, secretId, current, pending } = run;
    checkSameUser(current.credential, pending.credential, secretId);
    const previous = await run.previous();
    // Of a rollback AWSPREVIOUS is what was pending: it works until it is retired.
    if (!previous || !work(current).isSame(previous.credential, pending.credential)) {
      const as = (await run.superuser()) ?? current.credential;
      await work(current).remove(as, current.credential, pending.credential, callBudget(context));
    }
    await current.engine.logIn(current.credential, callBudget(context));
  },

  retire: async (run, previous) => {
    const { context, current } = run;
    if (!sameUser(current.credential, previous.credential)) return false;
    // Another field was edited: to end the old version's credential would end the current one.
    if (work(current).isSame(current.credential, previous.credential)) return false;
    await current.engine.logIn(current.credential, callBudget(context));
    const as = (await run.superuser()) ?? current.credential;
    await work(current).remove(as, current.credential, previous.credential, callBudget(context));
    if (current.engine.provesLogin?.(current.credential) === false) return true;
    if (!(await unlessRefused(current.engine.logIn(previous.credential, callBudget(context))))) return true;
    throw new AuthenticationError(
      "authentication",
      `${current.credential.system} still takes AWSPREVIOUS of "${current.credential.username}" after it was removed. Remove it there by hand.`,
    );
  },

  checkPrivilege: async ({ context, current, superuser }) => {
    const { checkPrivilege } = work(current);
    if (!checkPrivilege) return cannotAsk(current);
    const as = (await superuser()) ?? current.credential;
    return checkPrivilege(as, current.credential, callBudget(context));
  },
};

async function add(run: RotationRun, working: ParsedSecret): Promise<void> {
  const { context, current, pending } = run;
  const as = (await run.superuser()) ?? working.credential;
  await work(current).add(as, working.credential, pending.credential, callBudget(context));
}

function work({ engine, credential }: ParsedSecret): Overlap<Credential> {
  if (engine.overlap) return engine.overlap;
  throw new UnsupportedStrategyError(
    "strategy",
    `The engine "${credential.engine}" holds no two credentials at a time. It has: ${engine.strategies.join(", ")}.`,
  );
}
