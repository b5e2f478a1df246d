import {
  ChangeInProgressError,
  EngineError,
  HostUnreachableError,
  InvalidSecretError,
  PasswordRejectedError,
} from "../../errors.ts";
import { connectionError } from "../connection-errors.ts";
import type { ElastiCacheCredential } from "./credential.ts";

/** AWS's common errors: https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/CommonErrors.html */
const refused = new Set([
  "AccessDenied",
  "AccessDeniedException",
  "AuthFailure",
  "IncompleteSignature",
  "InvalidClientTokenId",
  "InvalidSignatureException",
  "NotAuthorized",
  "OptInRequired",
  "SignatureDoesNotMatch",
  "UnauthorizedOperation",
  "UnrecognizedClientException",
]);

/**
 * Says what went wrong in the terms of the protocol. The SDK's error is not kept as the cause: ElastiCache may quote
 * the request in it, and the request holds passwords.
 */
export function elastiCacheError(error: unknown, { system, region }: ElastiCacheCredential): Error {
  if (error instanceof EngineError || error instanceof InvalidSecretError) return error;
  const name = error instanceof Error ? error.name : "";
  const text = error instanceof Error ? error.message : "";
  if (/^UserNotFound/.test(name)) return noSuchUser(system);
  if (/^InvalidUserState/.test(name)) return stillChanging(system, false);
  if (/^InvalidParameterValue/.test(name) && /password/i.test(text)) {
    return new PasswordRejectedError(
      "password-policy",
      `ElastiCache does not take the new password of ${system}. Adapt "passwordPolicy" in the secret to its rules.`,
    );
  }
  if (refused.has(name)) {
    return new EngineError(
      "privilege",
      `AWS does not let the function change ${system} (${name}). Allow its role elasticache:DescribeUsers and elasticache:ModifyUser on it.`,
    );
  }
  if (/Throttl|TooManyRequests|LimitExceeded|Quota/.test(name)) {
    return new HostUnreachableError(
      "quota",
      `ElastiCache takes no more requests for now (${name}); try again.`,
    );
  }
  if (isServerFault(error)) {
    return new HostUnreachableError("connect", `ElastiCache failed (${name}); try again.`);
  }
  const known = connectionError(error, `ElastiCache in ${region}`);
  if (known || ["AbortError", "TimeoutError"].includes(name)) return noAnswer(region);
  return new EngineError("answer", `ElastiCache refused to change ${system} (${name || "unknown"}).`);
}

/** The API itself did not answer. */
export function noAnswer(region: string): HostUnreachableError {
  return new HostUnreachableError(
    "connect",
    `ElastiCache's API in ${region} did not answer in time. A function in a VPC needs an interface endpoint for elasticache, or a NAT gateway.`,
  );
}

/**
 * The user is not active, and the time for waiting is over.
 *
 * @param isOwn whether the change is the one that was asked for
 */
export function stillChanging(system: string, isOwn: boolean): ChangeInProgressError {
  return new ChangeInProgressError(
    `${system} is still modifying; ElastiCache takes some minutes for a user of large caches. The step is to be done again until then.`,
    isOwn,
  );
}

/** ElastiCache does not know the user. */
export function noSuchUser(system: string): EngineError {
  return new EngineError(
    "answer",
    `There is no ElastiCache user ${system}. Correct "user_arn" in the secret.`,
  );
}

function isServerFault(error: unknown): boolean {
  return error instanceof Error && "$fault" in error && error.$fault === "server";
}
