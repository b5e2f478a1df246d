import { IAMClient } from "@aws-sdk/client-iam";
import { STSClient } from "@aws-sdk/client-sts";
import { makeClient } from "../../../aws/index.ts";
import type { IamUserCredential } from "./credential.ts";
import { iamError, timedOut } from "./errors.ts";

/** Most of a function's time must be left for saying what went wrong. */
const longestConnectMs = 5_000;

/** Clients that call with one access key. */
export interface KeyClients {
  iam: IAMClient;
  /** Sends each call once: one that is repeated after it was lost may be done twice. */
  iamOnce: IAMClient;
  sts: STSClient;
  /** To be passed with every call. */
  abortSignal: AbortSignal;
  /** Milliseconds that are left. */
  remainingMs(): number;
}

/**
 * Does something with an access key, and with nothing of the function's own rights. The endpoints are AWS's, or what
 * AWS_ENDPOINT_URL says.
 *
 * @param timeoutMs how long all of it may take
 * @throws AuthenticationError or another EngineError as errors.ts tells them
 */
export async function withKey<T>(
  credential: IamUserCredential,
  timeoutMs: number,
  work: (clients: KeyClients) => Promise<T>,
): Promise<T> {
  const { accessKeyId, secretAccessKey, region } = credential;
  const end = performance.now() + timeoutMs;
  const settings = {
    credentials: { accessKeyId, secretAccessKey },
    ...(region === undefined ? {} : { region }),
    requestHandler: { connectionTimeout: Math.min(longestConnectMs, timeoutMs) },
    maxAttempts: 3,
  };
  const iam = makeClient(IAMClient, settings);
  const iamOnce = makeClient(IAMClient, { ...settings, maxAttempts: 1 });
  const sts = makeClient(STSClient, settings);
  const stop = new AbortController();
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    reject(timedOut());
    stop.abort();
  }, timeoutMs);
  const remainingMs = () => Math.max(1, end - performance.now());
  try {
    return await Promise.race([late, work({ iam, iamOnce, sts, abortSignal: stop.signal, remainingMs })]);
  } catch (error) {
    throw iamError(error, credential);
  } finally {
    clearTimeout(timer);
    for (const client of [iam, iamOnce, sts]) client.destroy();
  }
}
