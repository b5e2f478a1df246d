import {
  AuthenticationError,
  EngineError,
  HostUnreachableError,
  InvalidSecretError,
  TlsVerificationError,
} from "../../errors.ts";
import { connectionError } from "../connection-errors.ts";
import type { IamUserCredential } from "./credential.ts";

/** Common errors of AWS's APIs for a key that is unknown, inactive, or does not fit to its secret. */
const authenticationErrors = new Set([
  "AuthFailure",
  "IncompleteSignature",
  "InvalidAccessKeyId",
  "InvalidClientTokenId",
  "InvalidSignatureException",
  "SignatureDoesNotMatch",
  "UnrecognizedClientException",
]);

const privilegeErrors = new Set(["AccessDenied", "AccessDeniedException", "UnauthorizedOperation"]);

const busyErrors = new Set([
  "RequestLimitExceeded",
  "ServiceUnavailable",
  "Throttling",
  "ThrottlingException",
  "TooManyRequestsException",
]);

/** The time of a call is over. */
export function timedOut(): HostUnreachableError {
  return unreachable("did not answer in time");
}

/**
 * Says what went wrong in the terms of the protocol. The SDK's error is not kept as the cause: it may quote the
 * request.
 */
export function iamError(error: unknown, { username, accessKeyId }: IamUserCredential): Error {
  if (error instanceof EngineError || error instanceof InvalidSecretError) return error;
  const name = error instanceof Error ? error.name : "";
  const said = `AWS answered ${name} to access key ${accessKeyId} of "${username}"`;
  if (authenticationErrors.has(name)) {
    return new AuthenticationError(
      "authentication",
      `${said}: the key is inactive, deleted, or not the one that its secret is of.`,
    );
  }
  if (privilegeErrors.has(name)) {
    return new EngineError(
      "privilege",
      `${said}. Give the user the policy that the engine iam-user needs, for its own access keys.`,
    );
  }
  if (name === "NoSuchEntityException" || name === "NoSuchEntity") {
    return new EngineError("answer", `${said}: there is no such user. Correct "username" in the secret.`);
  }
  if (busyErrors.has(name) || isServerFault(error)) {
    return new HostUnreachableError("quota", `${said}: it takes no more requests for now; try again.`);
  }
  if (error instanceof Error && error.message === "Region is missing") {
    return new InvalidSecretError(
      "region",
      `The secret cannot be rotated: "region" is missing, and the function has none. Store a corrected value and rotate again.`,
    );
  }
  const known = connectionError(error, "AWS");
  if (known instanceof TlsVerificationError) {
    return new TlsVerificationError(
      "tls",
      "The certificate of AWS's endpoint does not verify: something between it and the function ends TLS. Check the function's network.",
    );
  }
  if (known?.code === "dns") return unreachable("has an endpoint whose name does not resolve", "dns");
  if (known || name === "AbortError" || name === "TimeoutError") return unreachable("cannot be reached");
  return new EngineError("answer", `${said}, which is not expected.`);
}

function unreachable(what: string, code: "connect" | "dns" = "connect"): HostUnreachableError {
  return new HostUnreachableError(
    code,
    `AWS ${what}. A function in a VPC needs a way to IAM and STS: a NAT gateway, or interface endpoints for both.`,
  );
}

function isServerFault(error: unknown): boolean {
  return error instanceof Error && "$fault" in error && error.$fault === "server";
}
