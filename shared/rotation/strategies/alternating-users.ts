import { callBudget } from "../context.ts";
import type { Credential } from "../credential.ts";
import type { AlternatingUsers } from "../engine.ts";
import { InvalidSecretError, PrivilegeMismatchError, UnsupportedStrategyError } from "../errors.ts";
import { isProxyName } from "../rds-proxy.ts";
import type { RotationRun } from "../rotation-run.ts";
import { checkSameUser } from "../same-user.ts";
import type { ParsedSecret } from "../secret.ts";
import { readSuperuser } from "../superuser.ts";
import { cannotAsk, type StrategyWork } from "./strategy-work.ts";

/** The suffix of AWS's templates. */
const defaultSuffix = "_clone";

/**
 * Two users with the same rights, made and kept alike by a superuser: the one that is not current gets the new
 * password, so that AWSCURRENT works at every moment and AWSPREVIOUS until the next rotation.
 */
export const alternatingUsers: StrategyWork = {
  nextUsername,

  checkServer: async ({ context, current: { credential } }) => {
    if (await context.isRdsProxy(hostOf(credential))) throw isProxy(credential);
  },

  set: async (run) => {
    const { context, current, pending } = run;
    check(run);
    // A secret that cannot log in has no right to ask a superuser for anything.
    await current.engine.logIn(current.credential, callBudget(context));
    await work(current).reconcile(
      await superuserOf(run, [current.credential.username, pending.credential.username]),
      current.credential,
      pending.credential,
      callBudget(context),
    );
    return "set";
  },

  test: async ({ context, secretId, pending, current: readCurrent }) => {
    const current = await readCurrent();
    check({ secretId, current, pending });
    await pending.engine.logIn(pending.credential, callBudget(context));
    const differences = await work(current).differences(
      await superuserOf({ superuser: () => readSuperuser(context, current) }, [
        current.credential.username,
        pending.credential.username,
      ]),
      current.credential,
      pending.credential,
      callBudget(context),
    );
    if (differences.length === 0) return;
    throw new PrivilegeMismatchError(
      `"${pending.credential.username}" may not do what "${current.credential.username}" may: ${differences.slice(0, 5).join("; ")}. See that the superuser may grant this, then rotate again.`,
    );
  },

  settle: async () => {},

  // The other user is not in use: what it became harms nobody, and the next rotation makes it right.
  undo: async () => {},

  retire: async () => false,

  checkPrivilege: async ({ context, current, superuser }) => {
    const { checkPrivilege } = work(current);
    const other = nextUsername(current);
    const as = await superuserOf({ superuser }, [current.credential.username, other]);
    if (!checkPrivilege) return cannotAsk(current);
    return checkPrivilege(as, current.credential, other, callBudget(context));
  },
};

function nextUsername(current: ParsedSecret): string {
  const { credential } = current;
  if (isProxyName(hostOf(credential))) throw isProxy(credential);
  return otherUser(work(current), credential.username);
}

function hostOf({ system }: Credential): string {
  return system.replace(/:\d+$/, "");
}

function isProxy({ system }: Credential): UnsupportedStrategyError {
  return new UnsupportedStrategyError(
    "host",
    `${system} is an RDS Proxy, which knows only the users registered with it: alternating users cannot log in through it. Use the host of the database itself, or take masterarn out.`,
  );
}

function check({ secretId, current, pending }: Pick<RotationRun, "secretId" | "current" | "pending">): void {
  checkSameUser(current.credential, pending.credential, secretId, nextUsername(current));
}

async function superuserOf(
  run: Pick<RotationRun, "superuser">,
  users: readonly string[],
): Promise<Credential> {
  const superuser = await run.superuser();
  if (superuser && users.includes(superuser.username)) {
    throw new InvalidSecretError(
      "masterarn",
      `The superuser of "masterarn" is one of the two users, and its own secret would not learn of the new password. Name another one.`,
    );
  }
  if (superuser) return superuser;
  throw new InvalidSecretError(
    "masterarn",
    `The strategy alternating-users needs "masterarn": the secret of a superuser of the same server. Put it into the secret.`,
  );
}

function work({
  engine,
  credential,
}: Pick<ParsedSecret, "engine" | "credential">): AlternatingUsers<Credential> {
  if (engine.alternatingUsers) return engine.alternatingUsers;
  throw new UnsupportedStrategyError(
    "strategy",
    `The engine "${credential.engine}" has no alternating users. It has: ${engine.strategies.join(", ")}.`,
  );
}

/** The user beside a user: its name with the suffix, or without. */
function otherUser(
  { maximumUsernameBytes, suffix = defaultSuffix }: AlternatingUsers<Credential>,
  username: string,
): string {
  if (username.endsWith(suffix) && username.length > suffix.length) return username.slice(0, -suffix.length);
  const other = username + suffix;
  if (Buffer.byteLength(other) <= maximumUsernameBytes) return other;
  throw new InvalidSecretError(
    "username",
    `"${other}" would be longer than the ${maximumUsernameBytes} bytes that the engine stores. Use a user with a shorter name.`,
  );
}
