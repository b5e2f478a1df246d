import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import pRetry from "p-retry";
import { AuthenticationError, EngineError } from "../../errors.ts";
import { unlessRefused } from "../../refusal.ts";
import { withKey } from "./clients.ts";
import type { IamUserCredential } from "./credential.ts";

/**
 * Until this age, in milliseconds, a key that is refused may be one that AWS does not know everywhere yet. IAM is
 * eventually consistent; it is mostly some seconds, and Terraform's provider waits two minutes.
 */
const youngMs = 120_000;

/** The part of a method's time in which a further attempt is begun; the rest is for it to end in. */
const retryPart = 0.75;

/** Whether a key is so new that AWS may not know it everywhere. */
export function isYoung({ createdAt }: IamUserCredential): boolean {
  return createdAt !== undefined && Date.now() - createdAt < youngMs;
}

/**
 * Proves that a key works and is of its user. It needs no right.
 *
 * @param isPatient whether it is tried again, as long as there is time, when it is refused
 * @throws AuthenticationError if the key is refused
 * @throws EngineError with the code "answer" if it is another user's
 */
export async function assureTaken(
  credential: IamUserCredential,
  isPatient: boolean,
  timeoutMs: number,
): Promise<void> {
  await attempts(
    timeoutMs,
    (error) => isPatient && error instanceof AuthenticationError,
    async (remainingMs) => {
      const arn = await callerOf(credential, remainingMs);
      if (isUser(arn, credential.username)) return;
      throw new EngineError(
        "answer",
        `Access key ${credential.accessKeyId} is of ${arn}, not of the user "${credential.username}". Correct "username" or the key in the secret.`,
      );
    },
  );
}

/**
 * Waits until AWS refuses a key that was deleted.
 *
 * @throws EngineError with the code "answer" if it does not within the time
 */
export async function assureRefused(credential: IamUserCredential, timeoutMs: number): Promise<void> {
  await attempts(
    timeoutMs,
    (error) => error instanceof StillTakenError,
    async (remainingMs) => {
      const caller = callerOf(credential, remainingMs).then(() => {});
      if (await unlessRefused(caller)) throw new StillTakenError(credential);
    },
  );
}

/** IAM says that a key is deleted, but STS takes it. */
class StillTakenError extends EngineError {
  constructor({ accessKeyId }: IamUserCredential) {
    super(
      "answer",
      `IAM has deleted access key ${accessKeyId}, but AWS does not know it everywhere yet. Repeat this in a minute.`,
    );
  }
}

async function attempts(
  timeoutMs: number,
  again: (error: Error) => boolean,
  attempt: (remainingMs: number) => Promise<void>,
): Promise<void> {
  const end = performance.now() + timeoutMs;
  await pRetry(() => attempt(Math.max(1, end - performance.now())), {
    retries: Number.POSITIVE_INFINITY,
    minTimeout: 250,
    maxTimeout: 2_000,
    maxRetryTime: timeoutMs * retryPart,
    shouldRetry: ({ error }) => again(error),
  });
}

function callerOf(credential: IamUserCredential, timeoutMs: number): Promise<string> {
  return withKey(credential, timeoutMs, async ({ sts, abortSignal }) => {
    const { Arn = "" } = await sts.send(new GetCallerIdentityCommand({}), { abortSignal });
    return Arn;
  });
}

/** An ARN holds the user's path before its name. */
function isUser(arn: string, username: string): boolean {
  const [, user = ""] = /^arn:[^:]+:iam::\d+:user\/(?:.*\/)?([^/]+)$/.exec(arn) ?? [];
  return user === username;
}
