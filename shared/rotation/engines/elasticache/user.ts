import { setTimeout as pause } from "node:timers/promises";
import {
  DescribeUsersCommand,
  ElastiCacheClient,
  ModifyUserCommand,
  type User,
} from "@aws-sdk/client-elasticache";
import { makeClient } from "../../../aws/index.ts";
import { EngineError } from "../../errors.ts";
import type { ElastiCacheCredential } from "./credential.ts";
import { elastiCacheError, noAnswer, noSuchUser, stillChanging } from "./errors.ts";

/** Most of a function's time must be left for saying what went wrong. */
const longestConnectMs = 5_000;

/** Between two questions: quick at first, for a user of no cache is changed at once. */
const pausesMs = { first: 100, longest: 2_000 };

/** What may be done with one user, within the time given. */
export interface UserApi {
  /**
   * Waits until the user is active, and describes it.
   *
   * @throws ChangeInProgressError if it is not in time
   */
  whenActive(): Promise<User>;
  /**
   * Makes these the user's passwords, once it is active. Ends when the change is done.
   *
   * @throws ChangeInProgressError if it is begun and not done in time
   */
  setPasswords(passwords: readonly string[]): Promise<void>;
  /** Milliseconds that are left. */
  remainingMs(): number;
}

/**
 * Calls ElastiCache's API with the function's own rights, in the user's region.
 *
 * @param timeoutMs how long all of it may take
 * @throws EngineError as errors.ts tells it
 */
export async function withUser<T>(
  credential: ElastiCacheCredential,
  timeoutMs: number,
  work: (user: UserApi) => Promise<T>,
): Promise<T> {
  const { userId: UserId, region, system } = credential;
  const end = performance.now() + timeoutMs;
  const remainingMs = () => Math.max(1, end - performance.now());
  const client = makeClient(ElastiCacheClient, {
    region,
    requestHandler: { connectionTimeout: Math.min(longestConnectMs, timeoutMs) },
    maxAttempts: 3,
  });
  const stop = new AbortController();
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    reject(noAnswer(region));
    stop.abort();
  }, timeoutMs);
  const options = { abortSignal: stop.signal };

  const describe = async (): Promise<User> => {
    const { Users: [user] = [] } = await client.send(new DescribeUsersCommand({ UserId }), options);
    if (!user) throw noSuchUser(system);
    checkUser(user, credential);
    return user;
  };

  /** Describes the user again and again; as it is when it is active, or when time is nearly over. */
  const watch = async (): Promise<User> => {
    for (let wait = pausesMs.first; ; wait = Math.min(wait * 2, pausesMs.longest)) {
      const user = await describe();
      if (user.Status !== "modifying" || remainingMs() < 2 * wait) return user;
      await pause(wait, undefined, { signal: stop.signal });
    }
  };

  const whenActive = async () => {
    const user = await watch();
    if (user.Status === "active") return user;
    if (user.Status === "modifying") throw stillChanging(system, false);
    throw new EngineError("answer", `${system} is ${user.Status}, and cannot be changed any more.`);
  };

  const modify = async (passwords: readonly string[]): Promise<void> => {
    await whenActive();
    try {
      await client.send(new ModifyUserCommand({ UserId, Passwords: [...passwords] }), options);
    } catch (error) {
      // Somebody else began a change in between.
      if (!isBusy(error) || remainingMs() < pausesMs.longest) throw error;
      await pause(pausesMs.first, undefined, { signal: stop.signal });
      await modify(passwords);
    }
  };

  try {
    const api = {
      whenActive,
      remainingMs,
      setPasswords: async (passwords: readonly string[]) => {
        await modify(passwords);
        if ((await watch()).Status === "modifying") throw stillChanging(system, true);
      },
    };
    return await Promise.race([late, work(api)]);
  } catch (error) {
    throw elastiCacheError(error, credential);
  } finally {
    clearTimeout(timer);
    stop.abort();
    client.destroy();
  }
}

/** @throws EngineError if the user is not as the secret says, or has no passwords to rotate */
function checkUser({ UserName, Authentication }: User, { username, system }: ElastiCacheCredential): void {
  if (UserName !== undefined && UserName !== username) {
    throw new EngineError(
      "answer",
      `${system} has the name "${UserName}", the secret says "${username}". Correct "username" or "user_arn" in the secret.`,
    );
  }
  const type = Authentication?.Type;
  if (type === undefined || type === "password") return;
  throw new EngineError(
    "answer",
    `${system} logs in without a password (${type}): a rotation would lock out whoever does. Give it a password first, or take the secret out of rotation.`,
  );
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && /^InvalidUserState/.test(error.name);
}
