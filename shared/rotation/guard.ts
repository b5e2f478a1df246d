import { isClaimVersion } from "./claim.ts";
import {
  NotPendingError,
  RotationInProgressError,
  RotationNotEnabledError,
  UnknownVersionError,
} from "./errors.ts";
import type { Versions } from "./versions.ts";

/**
 * The checks at the start of every phase, as AWS's rotation templates make them.
 *
 * @returns "alreadyCurrent" when the token's version is AWSCURRENT: nothing is left to do; else "pending"
 * @throws RotationNotEnabledError, UnknownVersionError, NotPendingError
 * @throws RotationInProgressError if a rotation by hand claims AWSPENDING with the token's version
 */
export function checkVersion(versions: Versions, token: string): "pending" | "alreadyCurrent" {
  checkEnabled(versions);
  const labels = versions.labels[token];
  if (!labels) {
    throw new UnknownVersionError(
      `Secret ${versions.arn} has no version ${token}. Start a rotation with RotateSecret or the state machine; do not call a phase alone.`,
    );
  }
  if (labels.includes("AWSCURRENT")) return "alreadyCurrent";
  if (!labels.includes("AWSPENDING")) {
    throw new NotPendingError(
      `Version ${token} of secret ${versions.arn} is not AWSPENDING: another rotation has begun since, or this one was cancelled. Start a new one.`,
    );
  }
  if (isClaimVersion(token)) {
    throw new RotationInProgressError(
      `Version ${token} of secret ${versions.arn} claims AWSPENDING for a rotation by hand, whose credential is being issued. Wait until it has ended; if it died, Rekey recovers it within minutes.`,
    );
  }
  return "pending";
}

/** @throws RotationNotEnabledError if the secret is not under rotation */
export function checkEnabled({ rotationEnabled, arn }: Versions): void {
  if (rotationEnabled) return;
  throw new RotationNotEnabledError(
    `Secret ${arn} is not under rotation. Give it a schedule first: aws secretsmanager rotate-secret --secret-id ${arn} --rotation-lambda-arn … --rotation-rules AutomaticallyAfterDays=30.`,
  );
}
